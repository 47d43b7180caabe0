/** Chat through a real relay: who said what and when, to whom it goes, what is kept of it, and what became of it. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { MAX_CHAT_HISTORY_MESSAGES } from "../../protocol/limits.ts";
import type { Permission } from "../../protocol/permissions.ts";
import { type RelayWorld, startRelayWorld } from "../fakes/relay-world.ts";

let world: RelayWorld;
beforeEach(async () => {
  world = await startRelayWorld();
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

async function meet(permissions?: Permission[]) {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId, { permissions });
  const agent = await world.connectAgent(machine);
  const viewer = await world.connectViewer(session);
  await agent.started();
  return { machine, session, agent, viewer };
}

/** The same person again, from another browser or after a reload. */
const again = (session: Awaited<ReturnType<typeof meet>>["session"]) => world.connectViewer(session);

test("a technician's message reaches the machine with its author, and every other technician", async () => {
  const { session, agent, viewer } = await meet();
  const other = await again(session);
  viewer.send({ type: "chat_message", text: "Hello", id: "c1" });
  const from = { kind: "technician", name: "Ada" };
  expect(await agent.next("chat_message")).toMatchObject({ text: "Hello", id: "c1", from });
  const kept = { text: "Hello", id: "c1", from, sent_at: expect.stringMatching(/Z$/) };
  expect(await other.next("chat_message")).toMatchObject(kept);
  expect(await viewer.next("chat_message")).toMatchObject(kept);
});

test("a plain viewer's message does not come back to it", async () => {
  const { session, agent, viewer } = await meet();
  const other = await again(session);
  viewer.send({ type: "chat_message", text: "Hello" });
  expect(await agent.next("chat_message")).toMatchObject({ text: "Hello" });
  await other.next("chat_message");
  await viewer.settled();
  expect(viewer.ofType("chat_message")).toEqual([]);
});

test("what a machine says is said by the person there, whatever name it claims", async () => {
  const { session, agent, viewer } = await meet();
  const claim = { kind: "technician", name: "Ada" };
  agent.send({ type: "chat_message", session_id: session.sessionId, text: "Hi", from: claim });
  expect(await viewer.next("chat_message")).toMatchObject({ text: "Hi", from: { kind: "person", name: "Ada" } });
});

test("who comes or reloads is sent what was said, with what became of it", async () => {
  const { session, agent, viewer } = await meet();
  viewer.send({ type: "chat_message", text: "Hello", id: "c1" });
  await agent.next("chat_message");
  agent.send({ type: "chat_receipt", session_id: session.sessionId, id: "c1", state: "shown" });
  agent.send({ type: "chat_message", session_id: session.sessionId, text: "Hi" });
  expect(await viewer.next("chat_receipt")).toEqual({ type: "chat_receipt", id: "c1", state: "shown" });
  await viewer.next("chat_message");
  const late = await again(session);
  expect(await late.next("chat_history")).toMatchObject({
    messages: [
      { id: "c1", text: "Hello", receipt: { state: "shown" } },
      { text: "Hi", from: { kind: "person" } },
    ],
  });
});

test("the history keeps the newest", async () => {
  const { session, agent } = await meet();
  const more = 5;
  for (let at = 0; at < MAX_CHAT_HISTORY_MESSAGES + more; at++) {
    agent.send({ type: "chat_message", session_id: session.sessionId, text: `${at}` });
  }
  await agent.settled();
  const { messages } = await (await again(session)).next("chat_history");
  expect(messages).toHaveLength(MAX_CHAT_HISTORY_MESSAGES);
  expect(messages).toMatchObject([{ text: `${more}` }, ...Array(MAX_CHAT_HISTORY_MESSAGES - 1).fill({})]);
});

test("an id that is taken puts no message in another's place", async () => {
  const { session, agent, viewer } = await meet();
  viewer.send({ type: "chat_message", text: "one", id: "c1" });
  viewer.send({ type: "chat_message", text: "two", id: "c1" });
  await agent.next("chat_message", ({ text }) => text === "two");
  const { messages } = await (await again(session)).next("chat_history");
  expect(messages).toMatchObject([
    { id: "c1", text: "one" },
    { id: expect.not.stringMatching(/^c1$/), text: "two" },
  ]);
});

test("a receipt for what no technician said is dropped", async () => {
  const { session, agent, viewer } = await meet();
  agent.send({ type: "chat_receipt", session_id: session.sessionId, id: "none", state: "shown" });
  await agent.settled();
  await viewer.settled();
  expect(viewer.ofType("chat_receipt")).toEqual([]);
});

test("a message to a machine that is away has failed, and is not kept", async () => {
  const { session, agent, viewer } = await meet();
  agent.socket.close();
  await viewer.next("session_state", ({ state }) => state === "agent_offline");
  viewer.send({ type: "chat_message", text: "Hello", id: "c1" });
  expect(await viewer.next("chat_receipt")).toMatchObject({ id: "c1", state: "failed" });
  const late = await again(session);
  await late.settled();
  expect(late.ofType("chat_history")).toEqual([]);
});

test("without the permission there is no chat: not sent, not received, no history", async () => {
  const { session, agent, viewer } = await meet(["view", "control"]);
  viewer.send({ type: "chat_message", text: "Hello", id: "c1" });
  expect(await viewer.next("error")).toMatchObject({ code: "forbidden" });
  agent.send({ type: "chat_message", session_id: session.sessionId, text: "Hi" });
  await agent.settled();
  const late = await again(session);
  await late.settled();
  for (const one of [viewer, late]) {
    await one.settled();
    expect([...one.ofType("chat_message"), ...one.ofType("chat_history")]).toEqual([]);
  }
  expect(agent.ofType("chat_message")).toEqual([]);
});
