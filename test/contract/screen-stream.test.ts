/** Screen streams as their session sees them: a Worker, a real X server, and a viewer that paints what comes. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Area } from "../../agent/capture/area.ts";
import type { CaptureBackend, ScreenStream, StreamSettings } from "../../agent/stream/screen-stream.ts";
import { createScreenStream } from "../../agent/stream/worker-screen-stream.ts";
import { getRootImage } from "../../agent/x11/screen.ts";
import { openXTest } from "../../agent/x11/xtest.ts";
import { readCursorPosition, readCursorShape } from "../../protocol/binary/cursor.ts";
import {
  type FramebufferUpdate,
  readFramebufferUpdate,
  UPDATE_FLAG,
} from "../../protocol/binary/framebuffer-update.ts";
import { MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import { readWholeFrame } from "../../protocol/binary/whole-frame.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";
import { decodeWholeJpeg, PictureViewer } from "../fakes/picture-viewer.ts";
import { addMode, setMode } from "../fakes/screen-modes.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { noisePixels, XPainter } from "../fakes/x-painter.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

const SIZE = { width: 1280, height: 800 };
const ALL = { x: 0, y: 0, ...SIZE };
const TILES: StreamSettings = { stream: 7, codecs: ["tiles"], maxFps: 60, jpegFps: 4, quality: "auto" };

/** Takes the stream's messages as relay and viewer do, and acknowledges each update once it is painted. */
class Watcher {
  readonly viewer = new PictureViewer();
  readonly updates: FramebufferUpdate[] = [];
  readonly wholeFrames: { stream: number; jpeg: Uint8Array }[] = [];
  readonly cursors: number[] = [];
  readonly positions: { x: number; y: number }[] = [];
  readonly states: string[] = [];
  monitors: readonly Monitor[] = [];
  current = -1;
  isAcknowledging = true;
  readonly stream: ScreenStream;
  #painting: Promise<void> = Promise.resolve();

  constructor(backend: CaptureBackend, display: string) {
    this.stream = createScreenStream(
      { backend, access: { display, authority: null } },
      {
        message: (message) => this.#take(message),
        monitors: (monitors, current) => {
          this.monitors = monitors;
          this.current = current;
        },
        state: (state) => void this.states.push(state.kind === "ok" ? "ok" : state.problem),
      },
    );
  }

  get bytes(): number {
    return this.updates.flatMap((update) => update.rects).reduce((sum, rect) => sum + rect.data.length, 0);
  }

  async painted(): Promise<PictureViewer> {
    await this.#painting;
    return this.viewer;
  }

  #take(message: Uint8Array): void {
    if (message[0] === MESSAGE_TYPE.wholeFrame) this.wholeFrames.push(readWholeFrame(message));
    else if (message[0] === MESSAGE_TYPE.cursorShape) this.cursors.push(readCursorShape(message).serial);
    else if (message[0] === MESSAGE_TYPE.cursorPosition) this.positions.push(readCursorPosition(message));
    else {
      const update = readFramebufferUpdate(message);
      expect(message.length).toBeLessThanOrEqual(MAX_FRAME_BYTES);
      this.updates.push(update);
      this.#painting = this.#painting.then(async () => {
        await this.viewer.apply(update);
        if (this.isAcknowledging) this.stream.acknowledge(update.frame, 1);
      });
    }
  }
}

let server: XServer;
let painter: XPainter;
let watcher: Watcher;

beforeEach(async () => {
  server = await startXServer(SIZE);
  painter = await XPainter.open(server.display);
});
afterEach(async () => {
  watcher.stream.close();
  painter.close();
  await server.stop();
});

async function waitUntilExact(area: Area = ALL, from = painter): Promise<void> {
  await waitUntil("a viewer that shows exactly the screen", async () => {
    const viewer = await watcher.painted();
    if (viewer.width !== area.width || viewer.height !== area.height) return false;
    return viewer.shows(await getRootImage(from.x, area));
  });
}

function paintScene(): void {
  painter.fill(painter.root, ALL, 0x6b7a8f);
  painter.putImage(painter.root, { x: 700, y: 60, width: 500, height: 600 }, noisePixels(500, 600, 3));
  painter.fill(painter.root, { x: 40, y: 40, width: 600, height: 500 }, 0xffffff);
  for (let line = 0; line < 30; line++) {
    painter.text(painter.root, { x: 50, y: 60 + line * 16 }, `${line}: the quick brown fox jumps over the lazy dog`);
  }
}

describe.each(["x11", "portable"] as const)("a screen stream from %s", (backend) => {
  beforeEach(() => {
    watcher = new Watcher(backend, server.display);
  });

  test("shows a photo and text bit for bit once they rest, and then sends nothing more", async () => {
    watcher.stream.start(TILES);
    await waitUntilExact();
    paintScene();
    await painter.done();
    await waitUntilExact();
    expect(watcher.updates.some((update) => update.flags & UPDATE_FLAG.settled)).toBe(true);
    expect(watcher.bytes).toBeLessThan(1_500_000);
    const { length } = watcher.updates;
    // Twice the time after which anything lossy would have been sharpened.
    await Bun.sleep(700);
    expect(watcher.updates.length).toBe(length);
  });

  test("counts frames from 1 with the stream it was started for, the first one over all of the screen", async () => {
    paintScene();
    watcher.stream.start(TILES);
    await waitUntilExact();
    expect(watcher.updates[0]).toMatchObject({ flags: UPDATE_FLAG.keyframe, frame: 1, stream: 7, ...SIZE });
    expect(watcher.updates.map((update) => update.frame)).toEqual(watcher.updates.map((_, index) => index + 1));
    watcher.updates.length = 0;
    watcher.stream.start({ ...TILES, stream: 8 });
    await waitUntil("a keyframe of the new stream", () => watcher.updates.some((update) => update.stream === 8));
    const [first] = watcher.updates.filter((update) => update.stream === 8);
    expect(first).toMatchObject({ flags: UPDATE_FLAG.keyframe, frame: 1 });
    await waitUntilExact();
  });

  test("survives an X server that dies and comes back", async () => {
    watcher.stream.start(TILES);
    await waitUntilExact();
    const number = Number(server.display.slice(1));
    painter.close();
    await server.stop();
    await waitUntil("news of the loss", () => watcher.states.at(-1) === "display_lost");
    server = await startXServer(SIZE, number);
    painter = await XPainter.open(server.display);
    paintScene();
    await painter.done();
    await waitUntil("the picture's return", () => watcher.states.at(-1) === "ok");
    await waitUntilExact();
    expect(watcher.states).toEqual(["ok", "display_lost", "ok"]);
  });

  test("follows a change of resolution", async () => {
    await addMode(server, "1024x768");
    paintScene();
    watcher.stream.start(TILES);
    await waitUntilExact();
    await setMode(server, "1024x768");
    painter.fill(painter.root, { x: 5, y: 5, width: 300, height: 200 }, 0x118855);
    await painter.done();
    await waitUntilExact({ x: 0, y: 0, width: 1024, height: 768 });
    expect(watcher.monitors).toMatchObject([{ width: 1024, height: 768 }]);
    expect(watcher.states).toEqual(["ok"]);
  });

  test("says what is wrong where there is no display, and shows it when it comes", async () => {
    const number = Number(server.display.slice(1));
    painter.close();
    await server.stop();
    watcher.stream.start(TILES);
    await waitUntil("the problem", () => watcher.states.at(-1) === "no_display");
    server = await startXServer(SIZE, number);
    painter = await XPainter.open(server.display);
    await waitUntilExact();
    expect(watcher.states).toEqual(["no_display", "ok"]);
  });

  test("sends whole JPEG frames on change only to who knows nothing else", async () => {
    paintScene();
    watcher.stream.start({ ...TILES, codecs: ["jpeg"], jpegFps: 20 });
    await waitUntil("a first frame", () => watcher.wholeFrames.length > 0);
    const first = watcher.wholeFrames[0];
    expect(first?.stream).toBe(7);
    expect(await decodeWholeJpeg(first?.jpeg ?? new Uint8Array())).toMatchObject(SIZE);
    await Bun.sleep(300);
    const { length } = watcher.wholeFrames;
    await Bun.sleep(300);
    expect(watcher.wholeFrames.length).toBe(length);
    painter.fill(painter.root, { x: 0, y: 0, width: 64, height: 64 }, 0xff0000);
    await waitUntil("a frame with the change", async () => {
      const { rgba } = await decodeWholeJpeg(watcher.wholeFrames.at(-1)?.jpeg ?? new Uint8Array());
      return (rgba[0] ?? 0) > 200 && (rgba[1] ?? 255) < 60;
    });
    expect(watcher.updates).toEqual([]);
    expect(watcher.cursors).toEqual([]);
  });
});

describe("a screen stream", () => {
  beforeEach(() => {
    watcher = new Watcher("x11", server.display);
  });

  test("switches between two monitors", async () => {
    const halves = [
      { x: 0, y: 0, width: 640, height: 800 },
      { x: 640, y: 0, width: 640, height: 800 },
    ] as const;
    paintScene();
    await painter.done();
    for (const [name, geometry, output] of [
      ["left", "640/300x800/300+0+0", "screen"],
      ["right", "640/300x800/300+640+0", "none"],
    ] as const) {
      expect(await Bun.spawn(["xrandr", "--setmonitor", name, geometry, output], { env: server.env }).exited).toBe(0);
    }
    watcher.stream.start({ ...TILES, monitor: 1 });
    await waitUntilExact(halves[1]);
    expect(watcher.monitors.map((monitor) => monitor.name)).toEqual(["left", "right"]);
    expect(watcher.current).toBe(1);
    watcher.stream.setMonitor(0);
    // Of the same size: what is on it tells them apart.
    await waitUntilExact(halves[0]);
    expect(watcher.current).toBe(0);
  });

  test("sends tiles and whole frames together when both are wanted", async () => {
    paintScene();
    watcher.stream.start({ ...TILES, codecs: ["tiles", "jpeg"], jpegFps: 10 });
    await waitUntilExact();
    await waitUntil("a whole frame", () => watcher.wholeFrames.length > 0);
  });

  test("keeps at most two updates on the way to a viewer that does not acknowledge", async () => {
    watcher.isAcknowledging = false;
    watcher.stream.start(TILES);
    await waitUntil("two updates", () => watcher.updates.length >= 1);
    for (let step = 0; step < 20; step++) {
      painter.fill(painter.root, { x: step * 50, y: 100, width: 40, height: 40 }, step * 70_000);
      await painter.done();
      await Bun.sleep(10);
    }
    expect(watcher.updates.length).toBeLessThanOrEqual(2);
    // What came meanwhile added up: with the acknowledgements the viewer catches up.
    watcher.isAcknowledging = true;
    for (const { frame } of [...watcher.updates]) watcher.stream.acknowledge(frame, 0);
    await waitUntilExact();
  });

  test("lets the answer to an input pass a viewer that does not acknowledge", async () => {
    watcher.stream.start(TILES);
    await waitUntilExact();
    watcher.isAcknowledging = false;
    for (let step = 0; step < 5; step++) {
      painter.fill(painter.root, { x: step * 50, y: 100, width: 40, height: 40 }, 0x334455 + step);
      await painter.done();
      await Bun.sleep(30);
    }
    watcher.stream.noteInput();
    // A program takes its time to answer.
    await Bun.sleep(20);
    painter.fill(painter.root, { x: 500, y: 500, width: 10, height: 10 }, 0xffffff);
    await waitUntil("the answer", () => watcher.updates.some((update) => update.flags & UPDATE_FLAG.answersInput));
  });

  test("sends cells whole when they are asked for", async () => {
    paintScene();
    watcher.stream.start(TILES);
    await waitUntilExact();
    watcher.updates.length = 0;
    watcher.stream.refreshCells([[3, 2]]);
    await waitUntil("the cell", () => watcher.updates.length > 0);
    expect(watcher.updates.flatMap((update) => update.rects)).toMatchObject([
      { x: 192, y: 128, width: 64, height: 64 },
    ]);
    watcher.updates.length = 0;
    watcher.stream.refreshCells("all");
    await waitUntil("all cells", () => {
      const rects = watcher.updates.flatMap((update) => update.rects);
      return rects.reduce((sum, rect) => sum + rect.width * rect.height, 0) >= SIZE.width * SIZE.height;
    });
    await waitUntilExact();
  });

  test("tells a pointer that moves without the viewer", async () => {
    watcher.stream.start(TILES);
    await waitUntil("the pointer's shape", () => watcher.cursors.length > 0);
    (await openXTest(painter.x))?.motion(321, 123);
    await waitUntil("its place", () => watcher.positions.some(({ x, y }) => x === 321 && y === 123));
  });

  test("asks the X server nothing before it starts and after it stops", async () => {
    const clients = () => Bun.spawnSync(["ss", "-xH", "src", `@/tmp/.X11-unix/X${server.display.slice(1)}`]);
    const before = clients().stdout.toString().split("\n").length;
    watcher.stream.start(TILES);
    await waitUntilExact();
    expect(clients().stdout.toString().split("\n").length).toBe(before + 1);
    watcher.stream.stop();
    await waitUntil("the end of the connection", () => clients().stdout.toString().split("\n").length === before);
    watcher.stream.start({ ...TILES, stream: 9 });
    await waitUntilExact();
  });
});
