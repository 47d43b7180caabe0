import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { ManualClock } from "../fakes/manual-clock.ts";
import { encodedRect } from "../fakes/painted-screen.ts";
import { type RelayWorld, startRelayWorld } from "../fakes/relay-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const ALL = { x: 0, y: 0, width: 256, height: 192 };

let clock: ManualClock;
let world: RelayWorld;
beforeEach(async () => {
  clock = new ManualClock();
  // Minutes pass here in one step, in which no socket can answer a ping.
  world = await startRelayWorld({ clock, limits: { silentSocketMs: 1e9, pingIntervalMs: 1e9 } });
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

/** A machine, one session on it, its agent and one viewer in it. */
async function meet(options: { isAttended?: boolean } = {}) {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId);
  const agent = await world.connectAgent(machine, options);
  const viewer = await world.connectViewer(session);
  return { machine, session, agent, viewer };
}

describe("the first viewer", () => {
  test("has the agent start its pictures, with who asks and what is wanted", async () => {
    const { session, agent } = await meet();
    expect(await agent.started()).toEqual({
      type: "start_stream",
      session_id: session.sessionId,
      stream: expect.any(Number),
      codecs: ["tiles"],
      max_fps: 30,
      jpeg_fps: 10,
      scaled: false,
      technician: { name: "Ada", email: "ada@example.org" },
      permissions: expect.arrayContaining(["view", "control"]),
    });
  });

  test("is told the state of the session, who is there and what it may do", async () => {
    const { machine, viewer } = await meet();
    expect(await viewer.next("session_state")).toEqual({
      type: "session_state",
      state: "active",
      viewers: [{ id: expect.any(String), name: "Ada", view_only: false, may_control: true, you: true }],
      controller: null,
      may_take_over: false,
      permissions: expect.arrayContaining(["view", "control"]),
      machine: { id: machine.machineId, name: "web-01", can_wake: true },
    });
  });

  test("may come before the agent: the machine is offline until that is there", async () => {
    const machine = world.addMachine();
    const viewer = await world.connectViewer(world.addSession(machine.machineId));
    expect(await viewer.next("session_state")).toMatchObject({ state: "agent_offline" });
    const agent = await world.connectAgent(machine);
    await agent.started();
    expect(await viewer.next("session_state")).toMatchObject({ state: "active" });
  });
});

describe("another viewer", () => {
  test("is shown to all, with the picture as it is and no new start", async () => {
    const { session, agent, viewer } = await meet();
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    await viewer.nextUpdates(1);
    const second = await world.connectViewer(session);
    await second.nextUpdates(1);
    expect(await viewer.next("session_state", ({ viewers }) => (viewers as unknown[]).length === 2)).toBeDefined();
    expect(agent.ofType("start_stream")).toHaveLength(1);
  });

  test("is told what the agent said last of monitors and picture", async () => {
    const { session, agent, viewer } = await meet();
    await agent.started();
    const monitor = { index: 0, name: "DP-1", x: 0, y: 0, width: 256, height: 192, scale: 1, primary: true };
    agent.send({ type: "monitor_list", session_id: session.sessionId, monitors: [monitor] });
    agent.send({ type: "stream_state", session_id: session.sessionId, state: "ok", monitor: 0 });
    await viewer.next("stream_state");
    const second = await world.connectViewer(session);
    expect(await second.next("monitor_list")).toEqual({ type: "monitor_list", monitors: [monitor] });
    expect(await second.next("stream_state")).toEqual({ type: "stream_state", state: "ok", monitor: 0 });
  });

  test("that asks for more frames or other pictures has the stream start anew for all", async () => {
    const { session, agent, viewer } = await meet();
    const first = await agent.started();
    await world.connectViewer(session, { maxFps: 60 });
    expect(await agent.started()).toMatchObject({ max_fps: 60, codecs: ["tiles"] });
    const plain = await world.connectViewer(session, { codecs: "" });
    const third = await agent.started();
    expect(third).toMatchObject({ max_fps: 60, codecs: ["tiles", "jpeg"] });
    expect(third.stream).not.toBe(first.stream);
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    await viewer.nextUpdates(1);
    plain.socket.close();
    expect(await agent.started()).toMatchObject({ codecs: ["tiles"] });
  });

  test("beyond 200 is turned away", async () => {
    const small = await startRelayWorld({ limits: { maxViewersPerSession: 1 } });
    const session = small.addSession(small.addMachine().machineId);
    await small.connectViewer(session);
    const second = await small.connectViewer(session);
    expect((await second.closed).code).toBe(4429);
    await small.stop();
  });
});

describe("a viewer that leaves", () => {
  test("is reported to the agent, which lets go of what it held; the last one stops the pictures", async () => {
    const { session, agent, viewer } = await meet();
    const second = await world.connectViewer(session);
    const { viewers } = await second.next("session_state", (state) => (state.viewers as unknown[]).length === 2);
    const { id } = (viewers as { id: string; you?: boolean }[]).find(({ you }) => you) ?? {};
    second.socket.close();
    expect(await agent.next("viewer_left")).toMatchObject({ session_id: session.sessionId, viewer_id: id });
    expect(await viewer.next("session_state", (state) => (state.viewers as unknown[]).length === 1)).toBeDefined();
    expect(agent.ofType("stop_stream")).toEqual([]);
    viewer.socket.close();
    expect(await agent.next("stop_stream")).toEqual({ type: "stop_stream", session_id: session.sessionId });
  });

  test("may come back within ten minutes: the session and its choice of monitor are still there", async () => {
    const { session, agent, viewer } = await meet();
    await agent.started();
    viewer.send({ type: "set_monitor", index: 1 });
    viewer.send({ type: "set_quality", quality: "low" });
    await agent.next("set_quality");
    viewer.socket.close();
    await agent.next("stop_stream");
    clock.advance(9 * 60_000);
    await world.connectViewer(session);
    expect(await agent.started()).toMatchObject({ monitor: 1, quality: "low" });
    clock.advance(20 * 60_000);
    expect(world.told.filter((line) => line.startsWith("ended"))).toEqual([]);
  });

  test("for good ends the session", async () => {
    const { session, agent, viewer } = await meet();
    viewer.socket.close();
    await agent.next("stop_stream");
    clock.advance(10 * 60_000);
    expect(await agent.next("session_ended")).toMatchObject({ session_id: session.sessionId, reason: "idle" });
    expect(world.told).toContain(`ended ${session.sessionId} by idle`);
  });

  test("or only hides its page gets no pictures until it asks again", async () => {
    const { agent, viewer } = await meet();
    await agent.started();
    viewer.send({ type: "stop_stream" });
    await agent.next("stop_stream");
    viewer.send({ type: "start_stream" });
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    await viewer.nextUpdates(1);
  });
});

describe("an agent that goes and comes", () => {
  test("is asked to start again, and viewers go on in the same session", async () => {
    const { machine, agent, viewer } = await meet();
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    await viewer.nextUpdates(1);
    agent.socket.terminate();
    expect(await viewer.next("session_state", ({ state }) => state === "agent_offline")).toBeDefined();
    const back = await world.connectAgent(machine);
    await back.started();
    expect(await viewer.next("session_state", ({ state }) => state === "active")).toBeDefined();
    back.sendUpdate([encodedRect(ALL, 2)], { flags: 4 });
    const [first, second] = await viewer.nextUpdates(2);
    expect(second?.stream).not.toBe(first?.stream);
  });

  test("a second connection of it takes the place of the first, without the machine going offline", async () => {
    const { machine, agent, viewer } = await meet();
    await agent.started();
    const second = await world.connectAgent(machine);
    expect((await agent.closed).code).toBe(4409);
    await second.started();
    await viewer.settled();
    expect(viewer.ofType("session_state").map(({ state }) => state)).not.toContain("agent_offline");
    expect(world.told.filter((line) => line.startsWith("disconnected"))).toEqual([]);
    expect(world.relay.live.isMachineOnline(machine.machineId)).toBe(true);
  });

  test("is online from its connection to its end", async () => {
    const machine = world.addMachine();
    const { live } = world.relay;
    expect(live.isMachineOnline(machine.machineId)).toBe(false);
    const agent = await world.connectAgent(machine);
    expect([...live.onlineMachineIds()]).toEqual([machine.machineId]);
    agent.socket.close();
    await waitUntil("going offline", () => !live.isMachineOnline(machine.machineId));
    expect(world.told).toEqual([`connected ${machine.machineId}`, `disconnected ${machine.machineId}`]);
  });
});

describe("an attended machine", () => {
  test("is waited for, with the time until when; nothing reaches it before", async () => {
    const { session, agent, viewer } = await meet({ isAttended: true });
    const waiting = await viewer.next("session_state");
    expect(waiting).toMatchObject({ state: "waiting_consent", consent_until: clock.isoTime(30_000) });
    viewer.send({ type: "key_press", key: "a" });
    expect(await viewer.next("error")).toMatchObject({ code: "waiting_consent" });
    agent.send({ type: "consent", session_id: session.sessionId, granted: true });
    expect(await viewer.next("session_state")).toMatchObject({ state: "active" });
    viewer.send({ type: "key_press", key: "b" });
    expect(await agent.next("key_press")).toMatchObject({ key: "b" });
    expect(agent.ofType("key_press")).toHaveLength(1);
  });

  test("that declines ends the session", async () => {
    const { session, agent, viewer } = await meet({ isAttended: true });
    agent.send({ type: "consent", session_id: session.sessionId, granted: false, reason: "declined" });
    expect(await viewer.next("session_state", ({ state }) => state === "ended")).toMatchObject({ reason: "declined" });
    expect((await viewer.closed).code).toBe(4410);
    expect(world.told).toContain(`ended ${session.sessionId} by declined`);
  });

  test("that does not answer in 30 s has said no", async () => {
    const { session, agent, viewer } = await meet({ isAttended: true });
    await agent.started();
    clock.advance(29_999);
    expect(world.told.filter((line) => line.startsWith("ended"))).toEqual([]);
    clock.advance(1);
    expect(await viewer.next("session_state", ({ state }) => state === "ended")).toMatchObject({ reason: "no answer" });
    expect(await agent.next("session_ended")).toMatchObject({ session_id: session.sessionId });
  });

  test("that has agreed is not asked again by another viewer or another start", async () => {
    const { session, agent, viewer } = await meet({ isAttended: true });
    await agent.started();
    agent.send({ type: "consent", session_id: session.sessionId, granted: true });
    await viewer.next("session_state", ({ state }) => state === "active");
    await world.connectViewer(session, { maxFps: 60 });
    await agent.started();
    clock.advance(60_000);
    await viewer.settled();
    expect(viewer.ofType("session_state").at(-1)).toMatchObject({ state: "active" });
  });
});

describe("the end of a session", () => {
  test("by a person reaches agent and viewers", async () => {
    const { session, agent, viewer } = await meet();
    world.relay.live.endSession(session.sessionId, "Grace");
    expect(await viewer.next("session_state", ({ state }) => state === "ended")).toMatchObject({ reason: "Grace" });
    expect((await viewer.closed).code).toBe(4410);
    expect(await agent.next("session_ended")).toMatchObject({ session_id: session.sessionId, reason: "Grace" });
    expect(world.told.filter((line) => line.startsWith("ended"))).toEqual([]);
  });

  test("by the person at the machine is told to the services", async () => {
    const { session, agent, viewer } = await meet();
    agent.send({ type: "session_end", session_id: session.sessionId, reason: "ended at the machine" });
    expect((await viewer.closed).code).toBe(4410);
    await waitUntil("the end", () => world.told.includes(`ended ${session.sessionId} by ended at the machine`));
    agent.send({ type: "chat_message", session_id: session.sessionId, text: "still on its way" });
    await agent.settled();
    expect(agent.ofType("error")).toEqual([]);
  });

  test("a machine that is removed loses its connection and its sessions", async () => {
    const { machine, agent, viewer } = await meet();
    world.relay.live.dropMachine(machine.machineId);
    expect((await agent.closed).code).toBe(4401);
    expect((await viewer.closed).code).toBe(4410);
  });

  test("a person who lost the right loses the viewers, on that machine or on all", async () => {
    const { machine, viewer } = await meet();
    const other = await world.connectViewer(world.addSession(machine.machineId, { userId: "user-2" }));
    world.relay.live.dropUser("user-1", crypto.randomUUID());
    await viewer.settled();
    world.relay.live.dropUser("user-1", machine.machineId);
    expect((await viewer.closed).code).toBe(4403);
    world.relay.live.dropUser("user-2");
    expect((await other.closed).code).toBe(4403);
  });
});

describe("stopping the relay", () => {
  test("closes everybody with 1012 and ends no session", async () => {
    const { agent, viewer } = await meet();
    await world.relay.stop();
    expect((await agent.closed).code).toBe(1012);
    expect((await viewer.closed).code).toBe(1012);
    clock.advance(20 * 60_000);
    expect(world.told.filter((line) => line.startsWith("ended"))).toEqual([]);
    const late = await world.connectAgent(world.addMachine());
    expect((await late.closed).code).toBe(1012);
  });
});
