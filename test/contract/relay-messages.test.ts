import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { RELAY_OWN_MESSAGES, VIEWER_MESSAGE_PERMISSION } from "../../protocol/messages/viewer-to-relay.ts";
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import { AGENT_EXAMPLES, VIEWER_EXAMPLES } from "../fakes/message-examples.ts";
import { encodedRect } from "../fakes/painted-screen.ts";
import { jpegOf, type RelayWorld, startRelayWorld } from "../fakes/relay-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

const ALL = { x: 0, y: 0, width: 256, height: 192 };
const OWN: readonly string[] = RELAY_OWN_MESSAGES;
const FORWARDED = VIEWER_EXAMPLES.filter(({ type }) => !OWN.includes(type));

let world: RelayWorld;
beforeAll(async () => {
  world = await startRelayWorld();
});
afterAll(async () => {
  expect(world.faults).toEqual([]);
  await world.stop();
});

async function meet(permissions: Permission[] = [...PERMISSIONS]) {
  const machine = world.addMachine();
  const session = world.addSession(machine.machineId, { permissions });
  const agent = await world.connectAgent(machine);
  const viewer = await world.connectViewer(session);
  return { machine, session, agent, viewer };
}

describe("a viewer's message", () => {
  test("reaches the agent with the session, the viewer and its permissions, whatever it says of them itself", async () => {
    const { session, agent, viewer } = await meet(["view", "control"]);
    viewer.send({ type: "mouse_move", x: 3, y: 4, session_id: "x", viewer_id: "y", permissions: ["manage"], more: 1 });
    const { viewers } = await viewer.next("session_state");
    expect(await agent.next("mouse_move")).toEqual({
      type: "mouse_move",
      x: 3,
      y: 4,
      session_id: session.sessionId,
      viewer_id: (viewers as { id: string }[])[0]?.id,
      permissions: ["view", "control"],
      relayed_at: expect.any(Number),
    });
  });

  test("of every kind reaches the agent when it is permitted", async () => {
    const { agent, viewer } = await meet();
    for (const message of FORWARDED) viewer.send(message);
    for (const message of FORWARDED) expect(await agent.next(message.type)).toMatchObject(message);
    expect(viewer.ofType("error")).toEqual([]);
  });

  test("of every kind is refused without its permission, and never reaches the agent", async () => {
    for (const message of VIEWER_EXAMPLES) {
      const needed = VIEWER_MESSAGE_PERMISSION[message.type as keyof typeof VIEWER_MESSAGE_PERMISSION];
      if (needed === null) continue;
      const { agent, viewer } = await meet(PERMISSIONS.filter((permission) => permission !== needed));
      viewer.send(message);
      expect(await viewer.next("error")).toMatchObject({ code: "forbidden" });
      await agent.settled();
      expect(agent.json.filter(({ type }) => type === message.type && type !== "start_stream")).toEqual([]);
      viewer.socket.close();
      agent.socket.close();
    }
  });

  test("in a view-only session may see and chat, whatever the ticket says", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine);
    const viewer = await world.connectViewer(world.addSession(machine.machineId, { viewOnly: true }));
    viewer.send({ type: "key_press", key: "a" });
    expect(await viewer.next("error")).toMatchObject({ code: "forbidden" });
    viewer.send({ type: "chat_message", text: "hello" });
    expect(await agent.next("chat_message")).toMatchObject({ text: "hello", permissions: ["view", "chat"] });
  });

  test("of the agent's kinds is refused: direction is enforced", async () => {
    const { agent, viewer } = await meet();
    viewer.send({ type: "consent", granted: true });
    viewer.send({ type: "monitor_list", monitors: [] });
    await viewer.settled();
    expect(viewer.ofType("error").map(({ code }) => code)).toEqual(["invalid_message", "invalid_message"]);
    await agent.settled();
    expect(agent.json.map(({ type }) => type)).toEqual(["start_stream", "session_viewers", "pong"]);
  });

  test("in binary is refused", async () => {
    const { viewer } = await meet();
    viewer.socket.send(jpegOf(100));
    expect(await viewer.next("error")).toMatchObject({ code: "invalid_message" });
  });

  test("ping is answered with the time that it was sent", async () => {
    const { viewer } = await meet();
    viewer.send({ type: "ping", sent_at: 12.5 });
    expect(await viewer.next("pong")).toMatchObject({ sent_at: 12.5, server_time: expect.stringMatching(/Z$/) });
  });

  test("to a machine that is away is answered, except for motion", async () => {
    const viewer = await world.connectViewer(world.addSession(world.addMachine().machineId));
    viewer.send({ type: "mouse_move", x: 1, y: 1 });
    viewer.send({ type: "key_press", key: "a" });
    await viewer.settled();
    expect(viewer.ofType("error")).toMatchObject([{ code: "agent_offline" }]);
  });
});

describe("an agent's message", () => {
  test("of every kind reaches the viewers of its session without the session's id", async () => {
    const { session, agent, viewer } = await meet();
    // Those are addressed to one viewer, or about one message: relay-chat.test.ts and relay-consent.test.ts.
    const toAll = AGENT_EXAMPLES.filter(({ type }) => type !== "consent_asked" && type !== "chat_receipt");
    for (const message of toAll) agent.send({ ...message, session_id: session.sessionId });
    for (const message of toAll) {
      const { session_id: _, ...forViewers } = message;
      expect(await viewer.next(message.type)).toMatchObject(forViewers);
    }
  });

  test("reaches only the viewers that may have it", async () => {
    const { session, agent, viewer } = await meet(["view", "chat"]);
    const send = (message: { type: string }) => agent.send({ ...message, session_id: session.sessionId });
    send({ type: "clipboard_content", content: "secret" } as { type: string });
    send({ type: "file_list", path: "/", entries: [] } as { type: string });
    send({ type: "chat_message", text: "hello" } as { type: string });
    await viewer.next("chat_message");
    expect(viewer.json.map(({ type }) => type)).toEqual(["session_state", "chat_message"]);
  });

  test("reaches only its own session's viewers", async () => {
    const { machine, session, agent, viewer } = await meet();
    const other = await world.connectViewer(world.addSession(machine.machineId));
    agent.send({ type: "chat_message", session_id: session.sessionId, text: "one" });
    await viewer.next("chat_message");
    await other.settled();
    expect(other.ofType("chat_message")).toEqual([]);
  });

  test("without a session means all of its sessions", async () => {
    const { machine, agent, viewer } = await meet();
    const other = await world.connectViewer(world.addSession(machine.machineId));
    agent.send({ type: "chat_message", text: "all" });
    await viewer.next("chat_message");
    await other.next("chat_message");
  });

  test("about another machine's session is refused as about one that is not there", async () => {
    const { session, viewer } = await meet();
    const stranger = await world.connectAgent(world.addMachine());
    const text = { type: "chat_message", text: "hello from elsewhere" };
    stranger.send({ ...text, session_id: session.sessionId });
    stranger.send({ ...text, session_id: crypto.randomUUID() });
    stranger.send({ type: "session_end", session_id: session.sessionId });
    await stranger.settled();
    const errors = stranger.ofType("error").map(({ code, message }) => [code, message]);
    expect(errors[0]).toEqual(errors[1]);
    expect(errors.map(([code]) => code)).toEqual(["no_such_session", "no_such_session", "no_such_session"]);
    await viewer.settled();
    expect(viewer.json.map(({ type }) => type)).toEqual(["session_state", "pong"]);
  });

  test("in another machine's stream goes nowhere", async () => {
    const { agent, viewer } = await meet();
    await agent.started();
    const stranger = await world.connectAgent(world.addMachine());
    stranger.sendUpdate([encodedRect(ALL, 1)], { stream: agent.stream, frame: 1 });
    await stranger.settled();
    await viewer.settled();
    expect(viewer.binary).toEqual([]);
  });

  test("of a viewer's kinds is refused: direction is enforced", async () => {
    const { session, agent, viewer } = await meet();
    for (const message of [
      { type: "key_press", key: "a" },
      { type: "session_state", state: "ended", viewers: [] },
    ]) {
      agent.send({ ...message, session_id: session.sessionId });
      expect(await agent.next("error")).toMatchObject({ code: "invalid_message" });
    }
    await viewer.settled();
    expect(viewer.json.map(({ type }) => type)).toEqual(["session_state", "pong"]);
  });

  test("ping is answered with the server's time and updates when it was last seen", async () => {
    const { machine, agent } = await meet();
    agent.send({ type: "ping" });
    expect(await agent.next("pong")).toMatchObject({ server_time: expect.stringMatching(/Z$/) });
    expect(world.told).toContain(`seen ${machine.machineId}`);
  });
});

describe("the plain protocol", () => {
  test("a plain agent's frames reach a plain viewer, and its input reaches the agent", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const viewer = await world.connectViewer(world.addSession(machine.machineId), { codecs: "" });
    expect(await agent.started()).toMatchObject({ type: "start_stream" });
    agent.socket.send(jpegOf(50_000));
    await waitUntil("a frame", () => viewer.wholeFrames.length === 1);
    expect(viewer.wholeFrames[0]).toEqual(Buffer.from(jpegOf(50_000)));
    viewer.send({ type: "mouse_click", x: 1, y: 2 });
    expect(await agent.next("mouse_click")).toMatchObject({ button: "left", x: 1, y: 2, action: "click" });
    viewer.socket.close();
    expect(await agent.next("stop_stream")).toMatchObject({ type: "stop_stream" });
  });

  test("a plain agent's frames reach a viewer that can show tiles, too", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const viewer = await world.connectViewer(world.addSession(machine.machineId));
    await agent.started();
    agent.socket.send(jpegOf(1_000));
    await waitUntil("a frame", () => viewer.wholeFrames.length === 1);
  });

  test("gives its files by messages, and viewers are told so until it shows that it knows more", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const viewer = await world.connectViewer(world.addSession(machine.machineId));
    expect(await viewer.next("session_state")).toMatchObject({ machine: { files: "messages" } });
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    const { machine: known } = await viewer.next("session_state");
    expect(known).not.toHaveProperty("files");
  });

  test("has each piece of an upload acknowledged to its sender, and to nobody else", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const session = world.addSession(machine.machineId);
    const viewer = await world.connectViewer(session);
    const other = await world.connectViewer(session);
    viewer.send({ type: "file_upload_start", filename: "a", dest_path: "/tmp" });
    viewer.send({ type: "file_upload_chunk", chunk: "YWJj", seq: 0 });
    viewer.send({ type: "file_upload_chunk", chunk: "YWJj", seq: 1 });
    expect(await viewer.next("file_upload_taken")).toEqual({ type: "file_upload_taken", seq: 0 });
    expect(await viewer.next("file_upload_taken")).toEqual({ type: "file_upload_taken", seq: 1 });
    expect(await agent.next("file_upload_chunk", ({ seq }) => seq === 1)).toMatchObject({ chunk: "YWJj" });
    await other.settled();
    expect(other.ofType("file_upload_taken")).toEqual([]);
  });

  test("never has the pieces of two uploads mixed, in one session or in two: the second is refused by name", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const first = await world.connectViewer(world.addSession(machine.machineId, { userName: "Ada" }));
    const session = world.addSession(machine.machineId, { userName: "Grace" });
    const second = await world.connectViewer(session);
    const start = { type: "file_upload_start", filename: "a", dest_path: "/tmp" };
    first.send(start);
    await first.settled();
    await agent.next("file_upload_start");
    second.send(start);
    second.send({ type: "file_upload_chunk", chunk: "QUFB", seq: 0 });
    expect(await second.next("error")).toMatchObject({ code: "upload_busy", message: expect.stringContaining("Ada") });
    expect(await second.next("error")).toMatchObject({ code: "upload_broken_off" });
    first.send({ type: "file_upload_chunk", chunk: "YWJj", seq: 0 });
    await agent.next("file_upload_chunk");
    expect(agent.ofType("file_upload_start")).toHaveLength(1);
    expect(agent.ofType("file_upload_chunk")).toMatchObject([{ chunk: "YWJj" }]);
    first.socket.close();
    await first.closed;
    await waitUntil("the first one's going", async () => {
      second.send(start);
      await second.settled();
      return agent.ofType("file_upload_start").length > 1;
    });
  });

  test("our agent's whole frames reach a plain viewer bare, and its tiles only those that know them", async () => {
    const { session, agent, viewer } = await meet();
    const plain = await world.connectViewer(session, { codecs: "" });
    await waitUntil("the second start", () => agent.ofType("start_stream").length === 2);
    await agent.started();
    expect(await agent.started()).toMatchObject({ codecs: ["tiles", "jpeg"] });
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    const wholeFrame = Buffer.concat([Buffer.of(4, 0, agent.stream >> 8, agent.stream & 255), jpegOf(1_000)]);
    agent.socket.send(wholeFrame);
    await waitUntil("a frame", () => plain.wholeFrames.length === 1);
    await viewer.nextUpdates(1);
    expect(plain.binary).toEqual([Buffer.from(jpegOf(1_000))]);
    expect(viewer.wholeFrames).toEqual([]);
  });

  test("a plain agent is told nothing that it cannot know", async () => {
    const machine = world.addMachine();
    const session = world.addSession(machine.machineId);
    const agent = await world.connectAgent(machine, { isPlain: true });
    const viewer = await world.connectViewer(session);
    const second = await world.connectViewer(session, { codecs: "", maxFps: 60 });
    await agent.started();
    viewer.send({ type: "release_keys" });
    viewer.send({ type: "refresh" });
    viewer.send({ type: "frame_ack", frame: 1 });
    await viewer.settled();
    second.socket.close();
    viewer.socket.close();
    await agent.next("stop_stream");
    world.relay.live.endSession(session.sessionId, "Ada");
    await agent.settled();
    expect(agent.json.map(({ type }) => type)).toEqual(["start_stream", "stop_stream", "pong"]);
  });

  test("a plain agent of two sessions is not told to stop while one is being watched", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const one = await world.connectViewer(world.addSession(machine.machineId), { codecs: "" });
    const two = await world.connectViewer(world.addSession(machine.machineId), { codecs: "" });
    one.socket.close();
    await one.closed;
    await two.settled();
    agent.socket.send(jpegOf(500));
    await waitUntil("a frame", () => two.wholeFrames.length === 1);
    expect(agent.ofType("stop_stream")).toEqual([]);
    two.socket.close();
    await agent.next("stop_stream");
  });

  test("an agent without our header that sends tiles is one of ours from then on", async () => {
    const machine = world.addMachine();
    const agent = await world.connectAgent(machine, { isPlain: true });
    const viewer = await world.connectViewer(world.addSession(machine.machineId));
    await agent.started();
    agent.sendUpdate([encodedRect(ALL, 1)], { flags: 4 });
    await viewer.nextUpdates(1);
    expect(await agent.next("frame_ack")).toMatchObject({ frame: 1 });
  });
});

describe("what is to be on record", () => {
  const RUN = { type: "exec_script", script: "id\nrm -rf secret", shell: "sh", run_id: "r1" };

  test("is, before it reaches the agent, with what identifies it and not with what it says", async () => {
    const { agent, viewer } = await meet();
    const before = world.told.length;
    viewer.send(RUN);
    await agent.next("exec_script");
    const told = world.told.slice(before).find((line) => line.includes("session.script_run")) ?? "";
    expect(told).toContain('"first_line":"id"');
    expect(told).not.toContain("secret");
  });

  test("is not done when it cannot be written, and the viewer is told", async () => {
    const { agent, viewer } = await meet();
    const { recordAction } = world.services;
    world.services.recordAction = () => Promise.reject(new Error("the database is away"));
    viewer.send(RUN);
    expect(await viewer.next("error")).toMatchObject({ code: "unavailable" });
    world.services.recordAction = recordAction;
    await agent.settled();
    expect(agent.ofType("exec_script")).toEqual([]);
  });

  test("keeps its place before what belongs to it", async () => {
    const { agent, viewer } = await meet();
    const { recordAction } = world.services;
    const written = Promise.withResolvers<void>();
    world.services.recordAction = () => written.promise;
    viewer.send({ type: "terminal_open", terminal_id: "t1", columns: 80, rows: 24 });
    viewer.send({ type: "terminal_input", terminal_id: "t1", data: "ls" });
    viewer.send({ type: "mouse_move", x: 1, y: 2 });
    await agent.next("mouse_move");
    expect(agent.ofType("terminal_input")).toEqual([]);
    written.resolve();
    world.services.recordAction = recordAction;
    await agent.next("terminal_input");
    const order = agent.json.map(({ type }) => type).filter((type) => String(type).startsWith("terminal"));
    expect(order).toEqual(["terminal_open", "terminal_input"]);
  });

  test("as the machine's administrator needs the permission for that as well", async () => {
    const { agent, viewer } = await meet(["view", "scripts", "terminal"]);
    viewer.send({ ...RUN, elevated: true });
    expect(await viewer.next("error")).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("elevated"),
    });
    await agent.settled();
    expect(agent.ofType("exec_script")).toEqual([]);
  });
});
