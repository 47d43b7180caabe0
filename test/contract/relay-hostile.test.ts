import { afterEach, describe, expect, test } from "bun:test";
import { writeCursorPosition } from "../../protocol/binary/cursor.ts";
import { writeFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { agentMessage } from "../../protocol/messages/agent-to-relay.ts";
import { viewerMessage } from "../../protocol/messages/viewer-to-relay.ts";
import { ManualClock } from "../fakes/manual-clock.ts";
import { AGENT_EXAMPLES, VIEWER_EXAMPLES } from "../fakes/message-examples.ts";
import { encodedRect, solidRect } from "../fakes/painted-screen.ts";
import { jpegOf, type RelayWorld, startRelayWorld } from "../fakes/relay-world.ts";
import { openSilentViewer } from "../fakes/silent-viewer.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const ALL = { x: 0, y: 0, width: 256, height: 192 };
const NO_LIMITS = { maxInvalidMessages: 1e9, messageRate: { perSecond: 1e9, burst: 1e9 } };

let world: RelayWorld;
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

async function meet(options: Parameters<typeof startRelayWorld>[0] = {}) {
  world = await startRelayWorld(options);
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId);
  const agent = await world.connectAgent(machine);
  const viewer = await world.connectViewer(session);
  await agent.started();
  return { machine, session, agent, viewer };
}

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ODD = [null, true, -1, 1e99, "", "x".repeat(5_000), [], {}, "NaN", 0.5, { length: 1e9 }, "\u0000", "\ud800"];

/** A message with one field replaced, removed or added, or its text cut or broken. */
function spoil(example: Record<string, unknown>, random: (below: number) => number): string {
  const message: Record<string, unknown> = { ...example };
  const names = Object.keys(message);
  const name = names[random(names.length)] ?? "type";
  const how = random(6);
  if (how === 0) delete message[name];
  else if (how === 1) message[name] = ODD[random(ODD.length)];
  else if (how === 2) message[`more${random(9)}`] = ODD[random(ODD.length)];
  const text = JSON.stringify(message);
  if (how === 3) return text.slice(0, random(text.length));
  if (how === 4) return text.replace(/[{}:"]/, () => "x{["[random(3)] ?? "");
  return how === 5 ? `${text}${text}` : text;
}

const TYPES = (schema: { options: readonly { shape: { type: { value: string } } }[] }) =>
  new Set(schema.options.map((option) => option.shape.type.value));

describe("a hostile viewer", () => {
  test("that sends 50,000 spoiled messages crashes nothing, and only valid ones reach the agent", async () => {
    const { agent, viewer } = await meet({ limits: NO_LIMITS });
    const random = numbers(1);
    const examples = VIEWER_EXAMPLES.filter(({ type }) => !["start_stream", "stop_stream", "refresh"].includes(type));
    for (let count = 0; count < 50_000; count++) {
      const example = examples[random(examples.length)];
      if (example) viewer.socket.send(spoil(example, random));
      if (count % 5_000 === 4_999) await viewer.settled();
    }
    await agent.settled();
    const known = TYPES(viewerMessage);
    const forwarded = agent.json.filter(({ type }) => known.has(type) && type !== "start_stream");
    expect(forwarded.length).toBeGreaterThan(100);
    for (const message of forwarded) expect(viewerMessage.safeParse(message).success).toBe(true);
  }, 60_000);

  test("is put out after 100 invalid messages", async () => {
    const { viewer } = await meet();
    for (let count = 0; count < 100; count++) viewer.socket.send("{");
    expect((await viewer.closed).code).toBe(1008);
    expect(viewer.ofType("error")).toHaveLength(99);
  });

  test("that floods is put out, which lets go of its keys", async () => {
    const { agent, viewer } = await meet();
    const key = JSON.stringify({ type: "key_event", code: "KeyA", key: "a", action: "down" });
    for (let count = 0; count < 10_000; count++) viewer.socket.send(key);
    expect((await viewer.closed).code).toBe(4429);
    await agent.next("viewer_left");
  });

  test("that sends one message larger than any may be is closed with 1009", async () => {
    const { viewer } = await meet();
    viewer.socket.send("x".repeat(4 * 1024 * 1024 + 1));
    expect((await viewer.closed).code).toBe(1009);
  });

  test("that acknowledges frames it never got frees nothing for the agent", async () => {
    const { agent, viewer } = await meet();
    for (const frame of [0, 1, 4_294_967_295]) viewer.send({ type: "frame_ack", stream: agent.stream, frame });
    await viewer.settled();
    await agent.settled();
    expect(agent.ofType("frame_ack")).toEqual([]);
  });
});

describe("a hostile agent", () => {
  test("that sends 50,000 spoiled messages crashes nothing, and only valid ones reach the viewer", async () => {
    const { session, agent, viewer } = await meet({ limits: NO_LIMITS });
    const random = numbers(2);
    const examples = AGENT_EXAMPLES.map((example) => ({ ...example, session_id: session.sessionId }));
    const header = { flags: 0, capturedAtMs: 1, width: 256, height: 192, stream: agent.stream };
    for (let count = 0; count < 50_000; count++) {
      const example = examples[random(examples.length)];
      if (count % 2 === 0 && example) {
        agent.socket.send(spoil(example, random));
      } else {
        const message = writeFramebufferUpdate({ ...header, frame: count, rects: [encodedRect(ALL, count, 20)] });
        // Not the frame's number: one that jumps ahead would make all that follow late.
        message[random(5) ? 8 + random(message.length - 8) : random(4)] = random(256);
        agent.socket.send(message.subarray(0, random(4) ? message.length : random(message.length)));
      }
      if (count % 5_000 === 4_999) await agent.settled();
    }
    await viewer.settled();
    const known = TYPES(agentMessage);
    const forwarded = viewer.json.filter(({ type }) => known.has(type) && type !== "error");
    expect(forwarded.length).toBeGreaterThan(100);
    for (const message of forwarded) expect(agentMessage.safeParse(message).success).toBe(true);
    // Every update that came was read without fault by the viewer's own reader (TestViewer).
    expect(viewer.updates.length).toBeGreaterThan(100);
  }, 60_000);

  test("is put out after 100 invalid pictures", async () => {
    const { agent, viewer } = await meet();
    for (let count = 0; count < 100; count++) agent.socket.send(Buffer.of(1, 0, agent.stream >> 8, agent.stream & 255));
    expect((await agent.closed).code).toBe(1008);
    expect(viewer.binary).toEqual([]);
  });

  test.each([
    ["an unknown type", Buffer.of(9, 0, 0, 0)],
    ["no bytes", Buffer.of()],
    ["one byte", Buffer.of(1)],
    ["the first byte of a JPEG", Buffer.of(0xff)],
  ])("that sends %s is told so", async (_name, message) => {
    const { agent, viewer } = await meet();
    agent.socket.send(message);
    expect(await agent.next("error")).toMatchObject({ code: "invalid_message" });
    await viewer.settled();
    expect(viewer.binary).toEqual([]);
  });

  test("that repeats a frame number, or covers the screen many times over, is told so", async () => {
    const { agent, viewer } = await meet();
    agent.sendUpdate([encodedRect(ALL, 1)], { frame: 5 });
    agent.sendUpdate([encodedRect(ALL, 1)], { frame: 5 });
    agent.sendUpdate(
      Array.from({ length: 4_000 }, () => solidRect({ x: 0, y: 0, width: 16_384, height: 16_384 }, 1)),
      {
        frame: 6,
        width: 16_384,
        height: 16_384,
      },
    );
    await agent.settled();
    expect(agent.ofType("error")).toHaveLength(2);
    await viewer.settled();
    expect(viewer.updates).toHaveLength(1);
  });

  test("that still sends of an old stream is not heard", async () => {
    const { session, agent, viewer } = await meet();
    const old = agent.stream;
    await world.connectViewer(session, { maxFps: 60 });
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { stream: old, frame: 1 });
    agent.socket.send(writeCursorPosition({ stream: old, x: 1, y: 1 }));
    await agent.settled();
    await viewer.settled();
    expect(viewer.binary).toEqual([]);
    expect(agent.ofType("error")).toEqual([]);
  });

  test("can't fill the relay's memory with pictures for nobody", async () => {
    const { agent, viewer } = await meet();
    viewer.socket.close();
    await agent.next("stop_stream");
    for (let count = 0; count < 20; count++) agent.socket.send(jpegOf(1_000_000));
    await agent.settled();
    expect(world.queuedBytes()).toBe(0);
  });
});

describe("a link that is gone without a word", () => {
  test("is pinged after 15 s of silence and given up within 35 s, while one that answers stays", async () => {
    const clock = new ManualClock();
    const { session, agent, viewer } = await meet({ clock });
    const silent = await openSilentViewer(world.port, session);
    await viewer.next("session_state", ({ viewers }) => (viewers as unknown[]).length === 2);
    // Steps smaller than the silence allowed, with time for the answers in between.
    for (let seconds = 0; seconds < 35; seconds += 2.5) {
      clock.advance(2_500);
      await Promise.all([agent.settled(), new Promise((resolve) => setImmediate(resolve))]);
      if (seconds === 25) expect(viewer.ofType("session_state")).toHaveLength(2);
    }
    await agent.next("viewer_left");
    await viewer.next("session_state", ({ viewers }) => (viewers as unknown[]).length === 1);
    silent.close();
  });
});

describe("an agent that does not read", () => {
  test("is not sent input that has waited for more than two seconds; its keys are released", async () => {
    const clock = new ManualClock();
    const { agent, viewer } = await meet({ clock });
    agent.socket.pause();
    // Fills the buffers of both kernels, so that what follows has to wait in the relay.
    const content = "x".repeat(1_500_000);
    await waitUntil("a full link", async () => {
      viewer.send({ type: "clipboard_paste", content });
      await viewer.settled();
      return viewer.ofType("error").some(({ code }) => code === "agent_busy");
    });
    viewer.send({ type: "key_event", code: "KeyA", key: "a", action: "down" });
    viewer.send({ type: "chat_message", text: "still there?" });
    await viewer.settled();
    clock.advance(2_001);
    viewer.send({ type: "key_event", code: "KeyB", key: "b", action: "down" });
    await viewer.settled();
    agent.socket.resume();
    expect(await agent.next("release_keys")).toBeDefined();
    expect(await agent.next("key_event")).toMatchObject({ code: "KeyB" });
    expect(agent.ofType("key_event")).toHaveLength(1);
    expect(agent.ofType("chat_message")).toHaveLength(1);
    expect(viewer.ofType("error").at(-1)).toMatchObject({ code: "stale_input" });
  }, 30_000);
});

describe("input that was on its way too long", () => {
  test("is dropped by its own clock, the viewer is told, and its keys are released", async () => {
    const clock = new ManualClock();
    const { agent, viewer } = await meet({ clock });
    const key = (code: string, sent_at: number) =>
      viewer.send({ type: "key_event", code, key: "a", action: "down", sent_at });
    key("KeyA", 50_000);
    await viewer.settled();
    clock.advance(5_000);
    key("KeyB", 50_100);
    key("KeyC", 55_000);
    expect(await agent.next("release_keys")).toBeDefined();
    expect(await agent.next("key_event")).toMatchObject({ code: "KeyC", relayed_at: clock.now() });
    expect(agent.ofType("key_event").map(({ code }) => code)).toEqual(["KeyA", "KeyC"]);
    expect(viewer.ofType("error")).toMatchObject([{ code: "stale_input" }]);
  });
});
