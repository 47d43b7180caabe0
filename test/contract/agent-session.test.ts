/** Sessions of the real agent on a real X server, spoken to as a relay does: pictures, input, consent, displays that come and go. */
import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectX, type XConnection } from "../../agent/x11/connection.ts";
import { getPressedKeycodes } from "../../agent/x11/keyboard.ts";
import { queryPointer } from "../../agent/x11/pointer.ts";
import { MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import { type AgentSideServer, GOOD_TOKEN, SESSION_ID, startAgentSideServer } from "../fakes/agent-side-server.ts";
import { hasForeignDisplay } from "../fakes/foreign-display.ts";
import { followLog } from "../fakes/process-log.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));
/** A number no X server of this machine has. */
const ABSENT_DISPLAY = 4_321;
/** What is said of a display that is not there can be seen only where the agent finds no other. */
const alone = test.skipIf(await hasForeignDisplay());
const OTHER_SESSION_ID = "0198a1b2-0000-7000-8000-0000000000ab";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type World = {
  server: AgentSideServer;
  viewer: (message: object, viewerId?: string) => void;
  start: (more?: object) => void;
};

async function startAgent(display: string, ...flags: string[]): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), "remotelink-session-"));
  cleanups.push(() => rmSync(home, { recursive: true, force: true }));
  const server = startAgentSideServer();
  cleanups.push(() => server.stop());
  const config = ["--config", join(home, "agent.json"), "--server", server.url, "--enroll", GOOD_TOKEN, "-v"];
  const agent = Bun.spawn([process.execPath, MAIN, ...config, ...flags], {
    env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: display },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  cleanups.push(async () => {
    agent.kill();
    await agent.exited;
  });
  await followLog("agent", agent).waitFor(/online at/);
  const permissions = ["view", "control", "key_combo"];
  return {
    server,
    viewer: (message, viewer_id = "v1") => server.say({ session_id: SESSION_ID, viewer_id, permissions, ...message }),
    start: (more = {}) =>
      server.say({
        type: "start_stream",
        session_id: SESSION_ID,
        stream: 1,
        codecs: ["tiles"],
        max_fps: 30,
        jpeg_fps: 4,
        technician: { name: "Ada", email: "ada@example.com" },
        ...more,
      }),
  };
}

async function screen(): Promise<{ x: XServer; connection: XConnection }> {
  const x = await startXServer({ width: 1024, height: 768 });
  cleanups.push(() => x.stop());
  const connection = await connectX(x.display, null);
  cleanups.push(() => connection.close());
  return { x, connection };
}

const streamOf = (picture: Uint8Array): number => ((picture[2] ?? 0) << 8) | (picture[3] ?? 0);
const updatesOf = (server: AgentSideServer, stream: number) =>
  server.pictures.filter((picture) => picture[0] === MESSAGE_TYPE.framebufferUpdate && streamOf(picture) === stream);

const firstUpdate = (server: AgentSideServer, stream: number) =>
  waitUntil(`a picture of stream ${stream}`, () => updatesOf(server, stream)[0]);

test("shows the screen, names its monitors, and takes the pointer to the exact pixel", async () => {
  const { x, connection } = await screen();
  const { server, start, viewer } = await startAgent(x.display);
  start();
  expect(await server.heard("monitor_list")).toMatchObject({
    session_id: SESSION_ID,
    monitors: [{ width: 1024, height: 768, x: 0, y: 0 }],
  });
  expect(await server.heard("stream_state")).toMatchObject({ state: "ok", session_id: SESSION_ID });
  await firstUpdate(server, 1);
  viewer({ type: "mouse_move", x: 321.4, y: 123.6 });
  await waitUntil("the pointer's arrival", async () => {
    const { x: left, y: top } = await queryPointer(connection);
    return left === 321 && top === 124;
  });
}, 20_000);

test("two sessions at once each get pictures of their own stream", async () => {
  const { x } = await screen();
  const { server, start } = await startAgent(x.display);
  start();
  start({ session_id: OTHER_SESSION_ID, stream: 2 });
  await firstUpdate(server, 1);
  await firstUpdate(server, 2);
}, 20_000);

test("the plain protocol gets bare JPEG frames and messages without a session", async () => {
  const { x } = await screen();
  const { server } = await startAgent(x.display);
  server.say({ type: "start_stream" });
  const monitors = await server.heard("monitor_list");
  expect(monitors).not.toHaveProperty("session_id");
  const frame = await waitUntil("a frame", () => server.pictures[0]);
  expect([...frame.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  expect(server.pictures.every((picture) => picture[0] === 0xff)).toBe(true);
}, 20_000);

test.each([
  ["leaves", (world: World) => world.server.say({ type: "viewer_left", session_id: SESSION_ID, viewer_id: "v1" })],
  ["is the last to leave", (world: World) => world.server.say({ type: "stop_stream", session_id: SESSION_ID })],
  ["ends the session", (world: World) => world.server.say({ type: "session_ended", session_id: SESSION_ID })],
  ["loses the connection with the relay", (world: World) => world.server.hangUp(1012)],
])(
  "what a viewer holds comes up when it %s",
  async (_, leave) => {
    const { x, connection } = await screen();
    const world = await startAgent(x.display);
    world.start();
    await firstUpdate(world.server, 1);
    world.viewer({ type: "key_event", code: "ShiftLeft", key: "Shift", action: "down", location: 1 });
    world.viewer({ type: "mouse_click", button: "left", x: 5, y: 5, action: "down" });
    const held = async () =>
      (await getPressedKeycodes(connection)).length + ((await queryPointer(connection)).mask >> 8);
    await waitUntil("key and button going down", async () => (await held()) === 2);
    leave(world);
    await waitUntil("key and button coming up", async () => (await held()) === 0);
  },
  20_000,
);

alone(
  "online without a display, it says why there is no picture, and takes up the display that comes (needs a computer without one)",
  async () => {
    const { server, start } = await startAgent(`:${ABSENT_DISPLAY}`);
    start();
    expect(await server.heard("stream_state")).toMatchObject({
      state: "problem",
      problem: "no_display",
      message: expect.stringContaining("Start one"),
    });
    const x = await startXServer({ width: 640, height: 480 }, ABSENT_DISPLAY);
    cleanups.push(() => x.stop());
    await firstUpdate(server, 1);
    expect(server.said.filter((message) => message.type === "stream_state").map(({ state }) => state)).toEqual([
      "problem",
      "ok",
    ]);
  },
  20_000,
);

alone(
  "survives an X server that dies, and shows the one that takes its place; input works there (needs no other display)",
  async () => {
    const x = await startXServer({ width: 640, height: 480 });
    const { server, start, viewer } = await startAgent(x.display);
    start();
    await firstUpdate(server, 1);
    viewer({ type: "mouse_move", x: 1, y: 1 });
    await x.stop();
    const problem = await waitUntil("the news that the display is gone", () =>
      server.said.find((message) => message.type === "stream_state" && message.state === "problem"),
    );
    expect(problem.message).toBeString();
    const pictures = server.pictures.length;
    const again = await startXServer({ width: 640, height: 480 }, Number(x.display.slice(1)));
    cleanups.push(() => again.stop());
    await waitUntil("pictures of the new display", () => server.pictures.length > pictures);
    const connection = await connectX(again.display, null);
    cleanups.push(() => connection.close());
    await waitUntil("the pointer's arrival on the new display", async () => {
      viewer({ type: "mouse_move", x: 77, y: 88 });
      return (await queryPointer(connection)).x === 77;
    });
  },
  30_000,
);

type Box = { left: number; top: number; width: number; height: number };

/** The dialog's window, by the X server's own tree; null while there is none. */
async function findDialog(x: XServer): Promise<Box | null> {
  const tree = await new Response(Bun.spawn(["xwininfo", "-root", "-tree"], { env: x.env }).stdout).text();
  const match = /"Remote support".*?(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(\d+)\+(\d+)/.exec(tree);
  if (!match) return null;
  const [width = 0, height = 0, left = 0, top = 0] = match.slice(1).map(Number);
  return width > 100 ? { left, top, width, height } : null;
}

const dialogOf = (x: XServer): Promise<Box> => waitUntil("the dialog", () => findDialog(x));

/** Clicks a button of the dialog's last row until the agent has answered. */
async function answerDialog(x: XServer, server: AgentSideServer, button: "allow" | "decline") {
  const { openX11Injector } = await import("../../agent/input/x11-injector.ts");
  const person = await openX11Injector({ display: x.display, authority: null }, () => {});
  cleanups.push(() => person.close());
  // Zenity puts both at the right end of its last row.
  const fromRight = button === "allow" ? 54 : 148;
  await waitUntil("an answer", async () => {
    const answer = server.said.find((message) => message.type === "consent");
    // Looked for anew each time: the dialog may still be finding its size and place.
    const dialog = answer ? null : await findDialog(x);
    if (dialog) {
      person.movePointer(dialog.left + dialog.width - fromRight, dialog.top + dialog.height - 24);
      person.setButton("left", true);
      person.setButton("left", false);
    }
    return answer;
  });
  return server.heard("consent");
}

test("attended: shows nothing and takes nothing before the person at the machine has agreed", async () => {
  const { x, connection } = await screen();
  const { server, start, viewer } = await startAgent(x.display, "--attended");
  expect(server.upgrades[0]?.get("x-remotelink-attended")).toBe("1");
  start();
  await dialogOf(x);
  const before = await queryPointer(connection);
  viewer({ type: "mouse_move", x: 7, y: 7 });
  viewer({ type: "exec_script", script: "id" });
  await server.heard("error");
  expect(await queryPointer(connection)).toEqual(before);
  expect(server.pictures).toEqual([]);
  expect(await answerDialog(x, server, "allow")).toMatchObject({ granted: true, session_id: SESSION_ID });
  await firstUpdate(server, 1);
}, 30_000);

test("attended: a no is told, and asked again in the same session stays a no", async () => {
  const { x } = await screen();
  const { server, start } = await startAgent(x.display, "--attended");
  start();
  expect(await answerDialog(x, server, "decline")).toMatchObject({ granted: false, reason: "declined" });
  server.said.length = 0;
  start({ stream: 2 });
  expect(await server.heard("consent")).toMatchObject({ granted: false, reason: "declined" });
  expect(server.pictures).toEqual([]);
}, 30_000);

alone(
  "attended: without a display to ask on, the answer is no (needs a computer without one)",
  async () => {
    const { server, start } = await startAgent(`:${ABSENT_DISPLAY}`, "--attended");
    start();
    expect(await server.heard("consent")).toMatchObject({ granted: false, reason: "no_display" });
  },
  20_000,
);
