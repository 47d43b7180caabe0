/** The real agent and the real relay together: what is on the screen is what a viewer paints, what it types is what arrives. */
import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectX } from "../../agent/x11/connection.ts";
import { getRootImage } from "../../agent/x11/screen.ts";
import { PictureViewer } from "../fakes/picture-viewer.ts";
import { followLog } from "../fakes/process-log.ts";
import { startRelayWorld, type TestViewer } from "../fakes/relay-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { openTypedText } from "../fakes/x-input-window.ts";
import { startXServer } from "../fakes/x-server.ts";

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));
const SIZE = { width: 800, height: 600 };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A machine with a terminal on its screen, online at a relay. */
async function startWorld() {
  const [world, screen] = await Promise.all([startRelayWorld(), startXServer(SIZE)]);
  cleanups.push(
    () => world.stop(),
    () => screen.stop(),
  );
  const terminal = await openTypedText(screen.display);
  cleanups.push(() => terminal.stop());
  const machine = world.addMachine();
  const home = mkdtempSync(join(tmpdir(), "remotelink-together-"));
  cleanups.push(() => rmSync(home, { recursive: true, force: true }));
  const config = {
    server: `http://127.0.0.1:${world.port}`,
    relay_url: `ws://127.0.0.1:${world.port}/ws/agent`,
    machine_id: machine.machineId,
    access_key: machine.accessKey,
    update_public_key: "",
  };
  writeFileSync(join(home, "agent.json"), JSON.stringify(config));
  const agent = Bun.spawn([process.execPath, MAIN, "--config", join(home, "agent.json"), "-v"], {
    env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: screen.display },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  cleanups.push(async () => {
    agent.kill();
    await agent.exited;
  });
  await followLog("agent", agent).waitFor(/online at/);
  const connection = await connectX(screen.display, null);
  cleanups.push(() => connection.close());
  return { world, session: world.addSession(machine.machineId), terminal, connection };
}

/** Paints every update of a viewer in order; the answer says whether it now shows these pixels. */
function painting(viewer: TestViewer): (pixels: Uint8Array) => Promise<boolean> {
  const picture = new PictureViewer();
  let painted = 0;
  return async (pixels) => {
    for (; painted < viewer.updates.length; painted++) {
      const update = viewer.updates[painted];
      if (update) await picture.apply(update);
    }
    return picture.shows(pixels);
  };
}

test("a viewer paints exactly the screen, its typing arrives exactly, and one that comes later sees the same", async () => {
  const { world, session, terminal, connection } = await startWorld();
  const pixels = () => getRootImage(connection, { x: 0, y: 0, ...SIZE });
  const viewer = await world.connectViewer(session, { codecs: "tiles" });
  const shows = painting(viewer);
  await waitUntil("the first whole picture", async () => shows(await pixels()));

  viewer.send({ type: "mouse_move", x: 100, y: 100 });
  const text = "é€ñ @{} 漢字 😀";
  for (const key of text) {
    viewer.send({ type: "key_event", code: "", key, action: "down" });
    viewer.send({ type: "key_event", code: "", key, action: "up" });
  }
  expect(await terminal.text([...text].length)).toBe(text);

  const late = await world.connectViewer(session, { codecs: "tiles" });
  const lateShows = painting(late);
  await waitUntil("the same picture for the one that came later", async () => lateShows(await pixels()));
  await waitUntil("the same picture for the first", async () => shows(await pixels()));
  expect(world.faults).toEqual([]);
}, 30_000);

test("a plain viewer of our agent gets whole JPEG frames through the relay", async () => {
  const { world, session } = await startWorld();
  const viewer = await world.connectViewer(session, { codecs: "jpeg", isAcknowledging: false });
  await waitUntil("a whole frame", () => viewer.wholeFrames.length > 0);
}, 30_000);
