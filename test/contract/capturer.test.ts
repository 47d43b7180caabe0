/** One suite for every capturer, on a real X server. What a back-end cannot do stands in its row. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Area } from "../../agent/capture/area.ts";
import type { CaptureError, Capturer, CursorPicture, Grab, OpenCapturer } from "../../agent/capture/capturer.ts";
import { openPortableCapturer } from "../../agent/capture/portable/portable-capturer.ts";
import { openX11Capturer } from "../../agent/capture/x11/x11-capturer.ts";
import { getRootImage } from "../../agent/x11/screen.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";
import { addMode, setMode } from "../fakes/screen-modes.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { noisePixels, XPainter } from "../fakes/x-painter.ts";
import { startXServer, type XServer } from "../fakes/x-server.ts";

type Backend = {
  name: string;
  open: OpenCapturer;
  seesCursor: boolean;
  /** Also monitors that have no output of their own, as `xrandr --setmonitor` makes them. */
  seesVirtualMonitors: boolean;
};

const BACKENDS: Backend[] = [
  { name: "x11", open: openX11Capturer, seesCursor: true, seesVirtualMonitors: true },
  { name: "portable", open: openPortableCapturer, seesCursor: false, seesVirtualMonitors: false },
];

describe.each(BACKENDS)("the $name capturer", ({ open, seesCursor, seesVirtualMonitors }) => {
  let server: XServer;
  let painter: XPainter;
  let capturer: Capturer | null;
  let damagedTimes: number;
  let told: { monitors: readonly Monitor[]; current: number }[];
  let lost: CaptureError[];
  let shapes: CursorPicture[];
  let positions: { x: number; y: number }[];

  beforeEach(async () => {
    server = await startXServer({ width: 1280, height: 800 });
    painter = await XPainter.open(server.display);
    capturer = null;
    damagedTimes = 0;
    told = [];
    lost = [];
    shapes = [];
    positions = [];
  });
  afterEach(async () => {
    capturer?.close();
    painter.close();
    await server.stop();
  });

  async function openIt(monitor?: number): Promise<Capturer> {
    capturer = await open(
      { access: { display: server.display, authority: null }, monitor },
      {
        damaged: () => void damagedTimes++,
        monitors: (monitors, current) => void told.push({ monitors, current }),
        cursorShape: (shape) => void shapes.push(shape),
        cursorMoved: (x, y) => void positions.push({ x, y }),
        asleep: () => {},
        lost: (problem) => void lost.push(problem),
      },
    );
    return capturer;
  }

  /** Grabs until the frame shows what the X server shows there. */
  async function grabUntilSame(from: Capturer, area: Area): Promise<Grab[]> {
    const grabs: Grab[] = [];
    await waitUntil("the frame's equality with the screen", async () => {
      grabs.push(await from.grab());
      return showsScreen(grabs.at(-1), area);
    });
    return grabs;
  }

  async function showsScreen(grab: Grab | undefined, area: Area): Promise<boolean> {
    if (!grab || grab.frame.width !== area.width || grab.frame.height !== area.height) return false;
    const screen = await getRootImage(painter.x, area);
    for (let at = 0; at < screen.length; at++) {
      if (at % 4 !== 3 && screen[at] !== grab.frame.memory.bytes[at]) return false;
    }
    return true;
  }

  const ALL = { x: 0, y: 0, width: 1280, height: 800 };

  test("says at once that there is something, and grabs all of it first", async () => {
    painter.putImage(painter.root, { x: 200, y: 100, width: 300, height: 200 }, noisePixels(300, 200));
    await painter.done();
    const from = await openIt();
    expect(damagedTimes).toBe(1);
    const grab = await from.grab();
    expect(grab.isNew).toBe(true);
    expect(grab.damage).toEqual([ALL]);
    expect(await showsScreen(grab, ALL)).toBe(true);
  });

  test("has nothing new when nothing has changed", async () => {
    const from = await openIt();
    await from.grab();
    await from.grab();
    expect(await from.grab()).toMatchObject({ damage: [], isNew: false });
  });

  test("tells of a change, and its damage covers it", async () => {
    const from = await openIt();
    await grabUntilSame(from, ALL);
    const before = damagedTimes;
    const change = { x: 333, y: 222, width: 17, height: 9 };
    painter.fill(painter.root, change, 0xff8800);
    await waitUntil("news of the change", () => damagedTimes > before);
    const grabs = await grabUntilSame(from, ALL);
    const damage = grabs.flatMap((grab) => grab.damage);
    const covers = (x: number, y: number) =>
      damage.some((area) => area.x <= x && area.y <= y && area.x + area.width > x && area.y + area.height > y);
    expect(covers(333, 222) && covers(349, 230)).toBe(true);
    expect(grabs.every((grab) => !grab.isNew)).toBe(true);
  });

  test("changes add up until the next grab", async () => {
    const from = await openIt();
    await from.grab();
    for (let step = 0; step < 20; step++)
      painter.fill(painter.root, { x: step * 40, y: 30, width: 30, height: 30 }, step * 999);
    await painter.done();
    const grabs = await grabUntilSame(from, ALL);
    expect(grabs.length).toBeLessThan(20);
  });

  test("follows a change of resolution while it runs", async () => {
    await addMode(server, "1024x768");
    const from = await openIt();
    await from.grab();
    await setMode(server, "1024x768");
    painter.fill(painter.root, { x: 10, y: 10, width: 500, height: 300 }, 0x22aa66);
    const grabs = await grabUntilSame(from, { x: 0, y: 0, width: 1024, height: 768 });
    expect(grabs.some((grab) => grab.isNew)).toBe(true);
    expect(from.monitors).toMatchObject([{ width: 1024, height: 768 }]);
    expect(told.at(-1)?.monitors).toMatchObject([{ width: 1024, height: 768 }]);
    expect(lost).toEqual([]);
  });

  if (seesVirtualMonitors)
    test("lists two monitors and shows one of them at a time", async () => {
      await xrandr(["--setmonitor", "left", "640/300x800/300+0+0", "screen"]);
      await xrandr(["--setmonitor", "right", "640/300x800/300+640+0", "none"]);
      painter.putImage(painter.root, { x: 600, y: 50, width: 300, height: 300 }, noisePixels(300, 300, 7));
      await painter.done();
      const from = await openIt(1);
      expect(from.monitors).toMatchObject([
        { index: 0, x: 0, y: 0, width: 640, height: 800 },
        { index: 1, x: 640, y: 0, width: 640, height: 800 },
      ]);
      expect(from.monitors.filter((monitor) => monitor.primary)).toHaveLength(1);
      expect(from.current).toBe(1);
      await grabUntilSame(from, { x: 640, y: 0, width: 640, height: 800 });
      from.showMonitor(0);
      const grabs = await grabUntilSame(from, { x: 0, y: 0, width: 640, height: 800 });
      expect(grabs.some((grab) => grab.isNew)).toBe(true);
      expect(told.at(-1)?.current).toBe(0);
    });

  test("a monitor that does not exist is the primary one", async () => {
    const from = await openIt(200);
    expect(from.monitors[from.current]?.primary).toBe(true);
  });

  test("says once that the display is lost when the X server dies", async () => {
    const from = await openIt();
    await from.grab();
    painter.close();
    await server.stop();
    await waitUntil("news of the loss", () => lost.length > 0);
    expect(lost.map((problem) => problem.problem)).toEqual(["display_lost"]);
    expect(from.grab()).rejects.toThrow();
  });

  test("says that there is no display where none is", async () => {
    const { display } = server;
    await server.stop();
    const opening = open({ access: { display, authority: null }, monitor: undefined }, NO_EVENTS);
    expect(await opening.catch((cause) => cause.problem)).toBe("no_display");
  });

  if (seesCursor)
    test("tells the pointer's shape once for each picture, and where the pointer goes", async () => {
      const window = painter.window({ x: 0, y: 0, width: 400, height: 400 }, 0xffffff);
      painter.setCursor(window, 152);
      await painter.done();
      await openIt();
      await warp(50, 60);
      await waitUntil("the pointer's place", () => positions.some(({ x, y }) => x === 50 && y === 60));
      await waitUntil("the text bar", () => shapes.length >= 2);
      const bar = shapes.at(-1)?.image;
      expect(bar && bar.width > 0 && bar.hotX < bar.width && bar.rgba.length === bar.width * bar.height * 4).toBe(true);
      await warp(700, 600);
      await waitUntil("the former shape", () => shapes.at(-1)?.serial === shapes[0]?.serial);
    });

  async function warp(x: number, y: number): Promise<void> {
    const { openXTest } = await import("../../agent/x11/xtest.ts");
    (await openXTest(painter.x))?.motion(x, y);
    await painter.done();
  }

  async function xrandr(argument: string[]): Promise<void> {
    const child = Bun.spawn(["xrandr", ...argument], { env: server.env, stdout: "ignore", stderr: "ignore" });
    expect(await child.exited).toBe(0);
  }
});

const NO_EVENTS = {
  damaged() {},
  monitors() {},
  cursorShape() {},
  cursorMoved() {},
  asleep() {},
  lost() {},
};
