import { afterEach, beforeEach, expect, test } from "bun:test";
import { encodedRect, PaintedScreen } from "../fakes/painted-screen.ts";
import { jpegOf, type RelayWorld, startRelayWorld } from "../fakes/relay-world.ts";
import { openSilentViewer } from "../fakes/silent-viewer.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const ALL = { x: 0, y: 0, width: 256, height: 192 };
const MIB = 1024 * 1024;

let world: RelayWorld;
beforeEach(async () => {
  world = await startRelayWorld();
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

async function meet(viewerOptions = {}) {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId);
  const agent = await world.connectAgent(machine);
  const viewer = await world.connectViewer(session, viewerOptions);
  await agent.started();
  return { machine, session, agent, viewer };
}

test("beside a viewer that never reads, one that does loses no frame, and little is queued", async () => {
  const { session, agent, viewer } = await meet();
  const silent = await openSilentViewer(world.port, session);
  await waitUntil("both viewers", () => viewer.ofType("session_state").length === 2);
  const frames = 100;
  for (let frame = 1; frame <= frames; frame++) {
    agent.sendUpdate([encodedRect(ALL, frame, 100_000)], { flags: 4 });
    // As our agent does: two on the way, whoever else is slow.
    await waitUntil("an acknowledgement", () => agent.ofType("frame_ack").length >= frame - 1);
  }
  await viewer.nextUpdates(frames);
  expect(viewer.updates.map(({ frame }) => frame)).toEqual(Array.from({ length: frames }, (_, index) => index + 1));
  expect(world.queuedBytes()).toBeLessThan(4 * MIB);
  silent.close();
}, 60_000);

test("a viewer that reads again after a pause has the newest picture with one update", async () => {
  const { session, agent } = await meet();
  const slow = await world.connectViewer(session, { isAcknowledging: false });
  await waitUntil("both viewers", () => slow.ofType("session_state").length > 0);
  const screen = new PaintedScreen(ALL.width, ALL.height);
  for (let frame = 1; frame <= 50; frame++) {
    const rect = encodedRect(ALL, frame, 100_000);
    screen.paintRect(rect);
    agent.sendUpdate([rect], { flags: 4 });
    await waitUntil("an acknowledgement", () => agent.ofType("frame_ack").length >= frame);
  }
  await slow.settled();
  const before = slow.updates.length;
  expect(before).toBeLessThan(15);
  for (const update of slow.updates.slice(0, before)) slow.acknowledge(update);
  await slow.nextUpdates(before + 1);
  const seen = new PaintedScreen(ALL.width, ALL.height);
  for (const update of slow.updates.slice(before)) seen.paint(update);
  expect(seen.firstDifference(screen)).toBe(-1);
  await slow.settled();
  expect(slow.updates).toHaveLength(before + 1);
});

test("with nobody who reads, the agent is acknowledged nothing", async () => {
  const { agent, viewer } = await meet({ isAcknowledging: false });
  for (let frame = 1; frame <= 20; frame++) agent.sendUpdate([encodedRect(ALL, frame, 200_000)]);
  await agent.settled();
  await viewer.settled();
  expect(agent.ofType("frame_ack")).toEqual([]);
  expect(viewer.updates.length).toBeLessThan(8);
});

test("a plain viewer that pauses is sent the newest frame, and those in between are dropped", async () => {
  const { session, agent } = await meet();
  const plain = await world.connectViewer(session, { codecs: "" });
  await waitUntil("the start for both", () => agent.ofType("start_stream").length === 2);
  plain.socket.pause();
  // Far more than the kernel's buffers of both ends hold.
  const frames = 60;
  for (let frame = 1; frame <= frames; frame++) agent.socket.send(jpegOf(500_000, frame));
  await agent.settled();
  plain.socket.resume();
  await waitUntil("the newest frame", () => plain.wholeFrames.at(-1)?.at(-1) === frames);
  expect(plain.wholeFrames.length).toBeLessThan(frames);
});

test("a viewer for which too much is queued is closed rather than served from memory", async () => {
  const { session, agent } = await meet();
  const silent = await openSilentViewer(world.port, session);
  await waitUntil("both viewers", () => agent.ofType("start_stream").length === 1);
  const content = "x".repeat(2_000_000);
  for (let count = 0; count < 8; count++) {
    agent.send({ type: "clipboard_content", session_id: session.sessionId, content });
  }
  await agent.next("viewer_left");
  silent.close();
});

test("cells that only parts have touched are asked for when somebody joins", async () => {
  const { session, agent } = await meet();
  agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
  agent.sendUpdate([encodedRect({ x: 70, y: 70, width: 5, height: 5 }, 2)]);
  await agent.settled();
  const late = await world.connectViewer(session);
  expect(await agent.next("refresh_cells")).toMatchObject({ session_id: session.sessionId, cells: [[1, 1]] });
  agent.sendUpdate([encodedRect({ x: 64, y: 64, width: 64, height: 64 }, 3)]);
  await late.nextUpdates(2);
});
