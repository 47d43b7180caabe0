/** Several people in one session: who is told of whom, whose input reaches the machine, and where each one points. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { type RelayWorld, startRelayWorld, type TestViewer } from "../fakes/relay-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

let world: RelayWorld;
beforeEach(async () => {
  world = await startRelayWorld();
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

type Told = { viewers: { id: string; name: string; you?: boolean }[]; controller: string | null };

const lastState = (viewer: TestViewer) => viewer.ofType("session_state").at(-1) as unknown as Told;
const idOf = (viewer: TestViewer) => lastState(viewer).viewers.find(({ you }) => you)?.id ?? "";

async function controllerBecomes(viewer: TestViewer, id: string | null): Promise<void> {
  await waitUntil(`control of ${id}`, () => lastState(viewer).controller === id);
}

/** A machine with an agent, and Ada and Grace in one session on it. */
async function meet(grace = {}) {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId);
  const other = world.addTicket(session, { userId: "user-2", userName: "Grace", ...grace });
  const agent = await world.connectAgent(machine);
  const first = await world.connectViewer(session);
  await agent.started();
  const second = await world.connectViewer(other);
  await waitUntil("both to be told of both", () => {
    return [first, second].every((viewer) => lastState(viewer)?.viewers.length === 2);
  });
  return { session, agent, first, second };
}

test("everybody is told who is here, and by whom the machine is controlled", async () => {
  const { first, second } = await meet();
  expect(lastState(first)).toMatchObject({
    viewers: [
      { name: "Ada", you: true, may_control: true },
      { name: "Grace", may_control: true },
    ],
    controller: null,
  });
  second.socket.close();
  await waitUntil("Grace to be gone", () => lastState(first).viewers.length === 1);
});

test("while one controls alone, nothing that another types or clicks reaches the machine", async () => {
  const { agent, first, second } = await meet();
  second.send({ type: "key_event", code: "KeyA", key: "a", action: "down" });
  await agent.next("key_event");
  first.send({ type: "take_control" });
  await controllerBecomes(second, idOf(first));
  // What Grace held comes up.
  expect(await agent.next("release_keys")).toMatchObject({ viewer_id: idOf(second) });
  second.send({ type: "key_press", key: "x" });
  second.send({ type: "mouse_click", button: "left", x: 1, y: 1 });
  second.send({ type: "mouse_move", x: 5, y: 5 });
  second.send({ type: "exec_key_combo", keys: ["ctrl_l", "alt_l", "delete"] });
  await second.settled();
  expect(second.ofType("error").map(({ code }) => code)).toEqual([
    "not_in_control",
    "not_in_control",
    "not_in_control",
  ]);
  first.send({ type: "key_press", key: "y" });
  expect(await agent.next("key_press")).toMatchObject({ key: "y" });
  for (const type of ["mouse_click", "mouse_move", "exec_key_combo"]) expect(agent.ofType(type)).toEqual([]);
});

test("a thousand refused inputs put nobody out: they are no breach", async () => {
  const { first, second } = await meet();
  first.send({ type: "take_control" });
  await controllerBecomes(second, idOf(first));
  for (let count = 0; count < 1_000; count++) second.send({ type: "key_press", key: "x" });
  await second.settled();
  expect(second.ofType("error")).toHaveLength(1_000);
});

test("control is asked for, given, and free again when who has it goes", async () => {
  const { agent, first, second } = await meet();
  first.send({ type: "take_control" });
  await controllerBecomes(second, idOf(first));
  second.send({ type: "ask_for_control" });
  expect(await first.next("control_asked")).toMatchObject({ viewer_id: idOf(second), name: "Grace" });
  first.send({ type: "give_control", viewer_id: idOf(second) });
  await controllerBecomes(first, idOf(second));
  second.send({ type: "key_press", key: "z" });
  expect(await agent.next("key_press")).toMatchObject({ key: "z" });
  second.socket.close();
  await controllerBecomes(first, null);
  first.send({ type: "key_press", key: "a" });
  expect(await agent.next("key_press", ({ key }) => key === "a")).toBeTruthy();
});

test("who only watches neither takes control nor is given it, but points", async () => {
  const { first, second } = await meet({ viewOnly: true });
  second.send({ type: "take_control" });
  expect(await second.next("error")).toMatchObject({ code: "forbidden" });
  first.send({ type: "give_control", viewer_id: idOf(second) });
  expect(await first.next("error")).toMatchObject({ code: "cannot_control" });
  second.send({ type: "pointer", x: 10, y: 20 });
  expect(await first.next("viewer_pointer")).toMatchObject({ viewer_id: idOf(second), x: 10, y: 20 });
});

test("an administrator takes control from whoever has it", async () => {
  const { first, second } = await meet({ mayTakeOver: true });
  first.send({ type: "take_control" });
  await controllerBecomes(second, idOf(first));
  second.send({ type: "take_control" });
  await controllerBecomes(first, idOf(second));
  first.send({ type: "take_control" });
  expect(await first.next("error")).toMatchObject({ code: "control_held" });
});

test("pointers stay within their session, and never reach the machine", async () => {
  const { agent, first, second } = await meet();
  const elsewhere = await meet();
  second.send({ type: "pointer", x: 1, y: 1 });
  await first.next("viewer_pointer");
  await elsewhere.first.settled();
  expect(elsewhere.first.ofType("viewer_pointer")).toEqual([]);
  expect(second.ofType("viewer_pointer")).toEqual([]);
  await agent.settled();
  expect(agent.ofType("pointer")).toEqual([]);
});
