import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  type FramebufferUpdate,
  readFramebufferUpdate,
  UPDATE_FLAG,
} from "../../protocol/binary/framebuffer-update.ts";
import { MESSAGE_TYPE } from "../../protocol/binary/message-type.ts";
import { createFrame, fillArea, paintNoise, type TestFrame } from "../../test/fakes/frames.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { Area } from "../capture/area.ts";
import { CaptureError, type Capturer, type CapturerEvents, type Grab } from "../capture/capturer.ts";
import { createJpegEncoder } from "../encode/jpeg-encoder.ts";
import { SETTLE_AFTER_MS } from "../encode/settle.ts";
import { PictureProducer } from "./picture-producer.ts";
import type { StreamSettings } from "./screen-stream.ts";

const SIZE = { width: 320, height: 200 };
const ALL = { x: 0, y: 0, ...SIZE };
/** Of noise no more than one update has room for before anything is known of the link. */
const PART = { x: 0, y: 0, width: 96, height: 64 };
const TILES: StreamSettings = { stream: 3, codecs: ["tiles"], maxFps: 60, jpegFps: 4, quality: "auto" };
const MONITOR = { index: 0, name: "test", x: 0, y: 0, ...SIZE, scale: 1, primary: true };
const jpeg = await createJpegEncoder();

/** A screen that tells of damage as an X server does: once, until it is grabbed. */
class FakeScreen implements Capturer {
  readonly monitors = [MONITOR];
  readonly current = 0;
  readonly frame: TestFrame = createFrame(SIZE.width, SIZE.height, 0x202020);
  grabs = 0;
  isClosed = false;
  /** What the next grab fails by, once. */
  fault: Error | null = null;
  readonly events: CapturerEvents;
  #damage: Area[] = [ALL];
  #isNew = true;
  #isTold = false;

  constructor(events: CapturerEvents) {
    this.events = events;
  }

  fill(area: Area, colour: number): void {
    fillArea(this.frame, area, colour);
    this.damaged(area);
  }

  damaged(area: Area): void {
    this.#damage.push(area);
    if (this.#isTold) return;
    this.#isTold = true;
    this.events.damaged();
  }

  async grab(): Promise<Grab> {
    this.grabs++;
    const { fault } = this;
    this.fault = null;
    if (fault) throw fault;
    const grab = { frame: this.frame, damage: this.#damage, isNew: this.#isNew };
    this.#damage = [];
    this.#isNew = false;
    this.#isTold = false;
    return grab;
  }

  showMonitor(): void {}
  expectChange(): void {}

  close(): void {
    this.isClosed = true;
  }
}

let clock: ManualClock;
let screens: FakeScreen[];
let updates: FramebufferUpdate[];
let states: string[];
let canOpen: boolean;
let producer: PictureProducer;

beforeEach(() => {
  clock = new ManualClock();
  screens = [];
  updates = [];
  states = [];
  canOpen = true;
  producer = new PictureProducer({
    clock,
    jpeg,
    async open(_monitor, events) {
      if (!canOpen) throw new CaptureError("no_display", "none");
      const screen = new FakeScreen(events);
      screens.push(screen);
      return screen;
    },
    events: {
      message: (message) => {
        if (message[0] === MESSAGE_TYPE.framebufferUpdate) updates.push(readFramebufferUpdate(message));
      },
      monitors: () => {},
      state: (state) => void states.push(state.kind === "ok" ? "ok" : state.problem),
    },
  });
});
afterEach(() => producer.close());

/** Lets everything happen that happens without time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await settled();
}

/** Acknowledges until there is nothing more to send. */
async function drain(): Promise<void> {
  for (let frame = -1; frame !== updates.at(-1)?.frame; ) {
    frame = updates.at(-1)?.frame ?? 0;
    producer.acknowledge(frame, 0);
    await pass(20);
  }
}

async function started(settings: Partial<StreamSettings> = {}): Promise<FakeScreen> {
  producer.start({ ...TILES, ...settings });
  await settled();
  await drain();
  updates.length = 0;
  const screen = screens[0];
  if (!screen) throw new Error("no capturer was opened");
  return screen;
}

test("damage that comes while two updates are on the way is one update, with the newest picture", async () => {
  const screen = await started();
  for (let step = 0; step < 6; step++) {
    screen.fill({ x: 10, y: 10, width: 20, height: 20 }, 0x111111 * step);
    await pass(20);
  }
  expect(updates).toHaveLength(2);
  producer.acknowledge(updates[0]?.frame ?? 0, 0);
  await settled();
  expect(updates).toHaveLength(3);
  expect(updates[2]?.rects[0]?.data).toEqual(Uint8Array.of(0x55, 0x55, 0x55, 0));
});

test("keeps to the frame rate, and sends the last change though nothing follows it", async () => {
  const screen = await started({ maxFps: 10 });
  for (let step = 1; step <= 30; step++) {
    screen.fill({ x: 10, y: 10, width: 20, height: 20 }, step);
    await pass(10);
    producer.acknowledge(updates.at(-1)?.frame ?? 0, 0);
  }
  expect(updates.length).toBeLessThanOrEqual(6);
  for (let step = 0; step < 20; step++) await pass(10);
  expect(updates.at(-1)?.rects[0]?.data[0]).toBe(30);
});

test("a change after an input is flagged, and passes a closed window", async () => {
  const screen = await started();
  for (let step = 1; step <= 4; step++) {
    screen.fill({ x: 10, y: 10, width: 20, height: 20 }, step);
    await pass(20);
  }
  const before = updates.length;
  producer.noteInput();
  await settled();
  expect(updates).toHaveLength(before);
  screen.fill({ x: 200, y: 100, width: 8, height: 8 }, 0xffffff);
  await settled();
  expect(updates).toHaveLength(before + 1);
  expect((updates.at(-1)?.flags ?? 0) & UPDATE_FLAG.answersInput).toBeTruthy();
});

test("a change long after an input is no answer to it", async () => {
  const screen = await started();
  producer.noteInput();
  await pass(1_000);
  screen.fill({ x: 200, y: 100, width: 8, height: 8 }, 0xffffff);
  await settled();
  expect(updates[0]?.flags).toBe(0);
});

test("sharpening waits until nothing is on the way, and gives way to live damage", async () => {
  const screen = await started();
  paintNoise(screen.frame, PART, 5);
  screen.damaged(PART);
  await settled();
  await pass(SETTLE_AFTER_MS * 2);
  expect(updates.some((update) => update.flags & UPDATE_FLAG.settled)).toBe(false);
  screen.fill({ x: 0, y: 0, width: 5, height: 5 }, 0xffffff);
  producer.acknowledge(updates.at(-1)?.frame ?? 0, 0);
  await settled();
  expect(updates.at(-1)?.rects).toMatchObject([{ x: 0, y: 0, width: 5, height: 5 }]);
  await drain();
  expect(updates.some((update) => update.flags & UPDATE_FLAG.settled)).toBe(true);
});

test("a screen that is lost is opened again until it is back, told once each way", async () => {
  const screen = await started();
  canOpen = false;
  screen.events.lost(new CaptureError("display_lost", "gone"));
  await pass(5_000);
  canOpen = true;
  await pass(1_000);
  expect(states).toEqual(["ok", "display_lost", "ok"]);
  expect(screen.isClosed).toBe(true);
  expect(updates[0]?.flags).toBe(UPDATE_FLAG.keyframe);
});

test("a fault of ours is told, and over with the next picture", async () => {
  const screen = await started();
  screen.fault = new Error("out of memory");
  screen.fill({ x: 0, y: 0, width: 5, height: 5 }, 0xffffff);
  await pass(0);
  expect(states).toEqual(["ok", "capture_failed"]);
  await pass(1_000);
  expect(states).toEqual(["ok", "capture_failed", "ok"]);
  expect(updates[0]?.flags).toBe(UPDATE_FLAG.keyframe);
});

test("nothing comes from a stream that was stopped, and its capturer is closed", async () => {
  const screen = await started();
  producer.stop();
  expect(screen.isClosed).toBe(true);
  screen.fill(ALL, 0);
  await pass(10_000);
  expect(updates).toEqual([]);
  expect(screens).toHaveLength(1);
});

test("a stream that starts anew begins with a keyframe and frame 1, on the same capturer", async () => {
  await started();
  producer.start({ ...TILES, stream: 4 });
  await settled();
  expect(updates[0]).toMatchObject({ stream: 4, frame: 1, flags: UPDATE_FLAG.keyframe });
  expect(screens).toHaveLength(1);
});
