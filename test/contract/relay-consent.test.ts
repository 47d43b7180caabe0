/** What narrows a session below its tickets: the machine's own policy, and what the person there has agreed to. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { type RelayWorld, type SessionKey, startRelayWorld, type TestAgent } from "../fakes/relay-world.ts";

let world: RelayWorld;
beforeEach(async () => {
  world = await startRelayWorld();
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

const agree = (agent: TestAgent, session: SessionKey, more: object) =>
  agent.send({ type: "consent", session_id: session.sessionId, granted: true, ...more });

test("a machine's own policy narrows what viewers are told they may do, and what is forwarded", async () => {
  const machine = world.addMachine();
  const agent = await world.connectAgent(machine, { headers: { "X-Remotelink-Allow": "view, chat,unheard_of" } });
  const viewer = await world.connectViewer(world.addSession(machine.machineId));
  expect(await viewer.next("session_state")).toMatchObject({ permissions: ["view", "chat"] });
  viewer.send({ type: "key_press", key: "a" });
  expect(await viewer.next("error")).toMatchObject({ code: "forbidden" });
  viewer.send({ type: "chat_message", text: "hello" });
  await agent.next("chat_message");
  expect(agent.ofType("key_press")).toEqual([]);
});

test("a policy widens no ticket", async () => {
  const machine = world.addMachine();
  await world.connectAgent(machine, { headers: { "X-Remotelink-Allow": "view,control,terminal" } });
  const viewer = await world.connectViewer(world.addSession(machine.machineId, { permissions: ["view"] }));
  expect(await viewer.next("session_state")).toMatchObject({ permissions: ["view"] });
});

test("the person is told who asks, and why", async () => {
  const machine = world.addMachine();
  const agent = await world.connectAgent(machine, { isAttended: true });
  await world.connectViewer(world.addSession(machine.machineId, { reason: "The printer is stuck" }));
  expect(await agent.started()).toMatchObject({ technician: { name: "Ada" }, reason: "The printer is stuck" });
});

test("the person reads what the installation has people agree to; a machine where nobody is asked is not told", async () => {
  Object.assign(world.services, { consentText: () => "Our terms\napply." });
  const [attended, unattended] = [world.addMachine(), world.addMachine()];
  const asked = await world.connectAgent(attended, { isAttended: true });
  await world.connectViewer(world.addSession(attended.machineId));
  expect(await asked.started()).toMatchObject({ consent_text: "Our terms\napply." });
  const notAsked = await world.connectAgent(unattended);
  await world.connectViewer(world.addSession(unattended.machineId));
  expect(await notAsked.started()).not.toHaveProperty("consent_text");
});

test("nobody in a session may do more than the person agreed to, until they agree to more", async () => {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId, { permissions: ["view", "chat"] });
  const agent = await world.connectAgent(machine, { isAttended: true });
  const first = await world.connectViewer(session);
  await agent.started();
  agree(agent, session, { permissions: ["view", "chat"] });
  await first.next("session_state", ({ state }) => state === "active");

  const full = { ...session, viewerToken: "full" };
  world.setAdmission(full, {
    kind: "admitted",
    ticket: {
      ticketId: "t2",
      sessionId: session.sessionId,
      machineId: machine.machineId,
      machineName: "web-01",
      canWake: true,
      userId: "u2",
      userName: "Grace",
      userEmail: "grace@example.org",
      viewOnly: false,
      mayTakeOver: false,
      reason: "",
      permissions: new Set(["view", "chat", "control", "clipboard"]),
    },
  });
  const second = await world.connectViewer(full);
  expect(await second.next("session_state")).toMatchObject({ permissions: ["view", "chat"] });
  const told = await agent.next("session_viewers", ({ viewers }) => (viewers as unknown[]).length === 2);
  const [, { id }] = told.viewers as [unknown, { id: string }];
  agent.send({ type: "clipboard_content", session_id: session.sessionId, content: "secret" });
  second.send({ type: "key_press", key: "a" });
  expect(await second.next("error")).toMatchObject({ code: "forbidden" });

  agent.send({ type: "consent_asked", session_id: session.sessionId, viewer_id: id, permissions: ["control"] });
  expect(await second.next("consent_asked")).toMatchObject({ permissions: ["control"] });
  agree(agent, session, { viewer_id: id, permissions: ["view", "chat", "control"] });
  await second.next("session_state", ({ permissions }) => (permissions as string[]).includes("control"));
  second.send({ type: "key_press", key: "a" });
  expect(await agent.next("key_press")).toMatchObject({ viewer_id: id });
  await first.settled();
  expect([...first.ofType("consent_asked"), ...second.ofType("clipboard_content")]).toEqual([]);
});

test("a no to a further viewer's wishes ends nothing", async () => {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId);
  const agent = await world.connectAgent(machine, { isAttended: true });
  const viewer = await world.connectViewer(session);
  await agent.started();
  agree(agent, session, { permissions: ["view"] });
  await viewer.next("session_state", ({ state }) => state === "active");
  const { viewers } = await agent.next("session_viewers");
  const [{ id }] = viewers as [{ id: string }];
  agent.send({ type: "consent", session_id: session.sessionId, granted: false, reason: "declined", viewer_id: id });
  expect(await viewer.next("consent", ({ granted }) => granted === false)).toMatchObject({ reason: "declined" });
  await viewer.settled();
  expect(viewer.ofType("session_state").at(-1)).toMatchObject({ state: "active", permissions: ["view"] });
});
