import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { ENCODING, type Rect } from "../../protocol/binary/framebuffer-update.ts";
import { createFrame, fillArea, moveArea, paintNoise, paintText, type TestFrame } from "../../test/fakes/frames.ts";
import { PictureViewer } from "../../test/fakes/picture-viewer.ts";
import type { Area } from "../capture/area.ts";
import { createJpegEncoder } from "./jpeg-encoder.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { SETTLE_AFTER_MS } from "./settle.ts";

const SIZE = { width: 500, height: 340 };
const ALL = { x: 0, y: 0, ...SIZE };
const LIMITS = { quality: { quality: 60, isFullColour: false }, budgetBytes: 1 << 20 };
const jpeg = await createJpegEncoder();
const encoders: PictureEncoder[] = [];
afterAll(() => {
  for (const encoder of encoders) encoder.release();
});

class Session {
  readonly frame: TestFrame = createFrame(SIZE.width, SIZE.height, 0x445566);
  readonly encoder = new PictureEncoder(jpeg);
  readonly viewer = new PictureViewer();
  nowMs = 1_000;

  constructor() {
    encoders.push(this.encoder);
  }

  async begin(): Promise<Rect[]> {
    return this.show(this.encoder.begin(this.frame, this.nowMs));
  }

  async update(damage: readonly Area[], limits: Partial<typeof LIMITS> = {}): Promise<Rect[]> {
    this.encoder.damage(damage);
    const rects = this.encoder.encode(this.frame, { ...LIMITS, ...limits, nowMs: this.nowMs });
    this.encoder.commit();
    return this.show(rects);
  }

  async settle(budgetBytes = 1 << 20): Promise<Rect[]> {
    return this.show(this.encoder.settle(this.nowMs, budgetBytes));
  }

  async show(rects: Rect[]): Promise<Rect[]> {
    await this.viewer.apply({ flags: 0, stream: 1, frame: 1, capturedAtMs: 0, ...SIZE, rects });
    return rects;
  }

  get differing(): number {
    return this.viewer.differingPixels(this.frame.memory.bytes);
  }
}

const bytesOf = (rects: readonly Rect[]) => rects.reduce((sum, rect) => sum + rect.data.length, 0);

test("begins with one tiny rect over all, and then shows everything", async () => {
  const session = new Session();
  paintText(session.frame, { x: 40, y: 30, width: 300, height: 200 });
  const first = await session.begin();
  expect(first).toEqual([{ ...ALL, encoding: ENCODING.solid, data: Uint8Array.of(0x66, 0x55, 0x44, 0) }]);
  await session.update([]);
  expect(session.differing).toBe(0);
});

test("sends nothing when nothing has changed, whatever the damage says", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  expect(await session.update([ALL])).toEqual([]);
  expect(session.encoder.hasPending).toBe(false);
});

test("sends a keystroke as the pixels it changed", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  const letter = { x: 130, y: 60, width: 9, height: 14 };
  fillArea(session.frame, letter, 0x101010);
  const rects = await session.update([letter]);
  expect(rects).toMatchObject([letter]);
  expect(session.differing).toBe(0);
});

test("stays near the budget and catches up with what it left out", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  paintNoise(session.frame, ALL, 5);
  const budgetBytes = 12_000;
  let updates = 0;
  let rects = await session.update([ALL], { budgetBytes });
  while (session.encoder.hasPending) {
    // The estimate of bytes a pixel learns with the first update.
    if (updates++ > 0) expect(bytesOf(rects)).toBeLessThan(budgetBytes * 2);
    rects = await session.update([], { budgetBytes });
  }
  expect(updates).toBeGreaterThan(2);
  session.nowMs += SETTLE_AFTER_MS;
  while ((await session.settle()).length > 0);
  expect(session.differing).toBe(0);
});

test("what touches the answer to an input goes before the rest", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  paintNoise(session.frame, ALL, 6);
  await session.update([ALL], { budgetBytes: 6_000 });
  const answer = { x: 400, y: 300, width: 20, height: 20 };
  fillArea(session.frame, answer, 0xff0000);
  session.encoder.damage([answer]);
  const limits = { ...LIMITS, budgetBytes: 6_000, nowMs: session.nowMs, first: [answer] };
  const [first] = await session.show(session.encoder.encode(session.frame, limits));
  expect(first).toMatchObject(answer);
});

test("cells that are owed are sent whole though they have not changed", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  session.encoder.owe([
    { column: 1, row: 2 },
    { column: 7, row: 5 },
    { column: 90, row: 90 },
  ]);
  expect(session.encoder.hasPending).toBe(true);
  const rects = await session.update([]);
  expect(rects).toMatchObject([
    { x: 64, y: 128, width: 64, height: 64 },
    { x: 448, y: 320, width: 52, height: 20 },
  ]);
  expect(session.encoder.hasPending).toBe(false);
});

test("a window that moves is copied, and nothing else of it is sent", async () => {
  const session = new Session();
  const window = { x: 60, y: 40, width: 260, height: 200 };
  paintText(session.frame, window);
  await session.begin();
  await session.update([]);
  moveArea(session.frame, window, 0, 32);
  const rects = await session.update([{ ...window, height: window.height + 32 }]);
  expect(rects[0]?.encoding).toBe(ENCODING.copy);
  expect(bytesOf(rects)).toBeLessThan(100);
  expect(session.differing).toBe(0);
});

test("sharpens what rested, in whole cells, and leaves alone what has not", async () => {
  const session = new Session();
  await session.begin();
  await session.update([]);
  paintNoise(session.frame, { x: 70, y: 70, width: 200, height: 150 }, 8);
  await session.update([ALL]);
  expect(session.differing).toBeGreaterThan(0);
  session.nowMs += SETTLE_AFTER_MS - 1;
  expect(await session.settle()).toEqual([]);
  expect(session.encoder.nextSettleAtMs).toBe(session.nowMs + 1);
  session.nowMs += 1;
  const rects = await session.settle();
  for (const rect of rects) expect([rect.x % 64, rect.y % 64]).toEqual([0, 0]);
  expect(session.differing).toBe(0);
  expect(session.encoder.nextSettleAtMs).toBe(Number.POSITIVE_INFINITY);
});

test("sharpening stops at its budget and goes on from there", async () => {
  const session = new Session();
  await session.begin();
  paintNoise(session.frame, ALL, 4);
  await session.update([ALL]);
  session.nowMs += SETTLE_AFTER_MS;
  const first = await session.settle(50_000);
  expect(bytesOf(first)).toBeGreaterThanOrEqual(50_000);
  expect(session.differing).toBeGreaterThan(0);
  while ((await session.settle(50_000)).length > 0);
  expect(session.differing).toBe(0);
});

test("whatever is drawn, and however tight the link: at rest the viewer shows exactly the screen", async () => {
  const place = fc.record({
    x: fc.integer({ min: 0, max: 400 }),
    y: fc.integer({ min: 0, max: 260 }),
    width: fc.integer({ min: 1, max: 100 }),
    height: fc.integer({ min: 1, max: 80 }),
  });
  const step = fc.record({
    kind: fc.constantFrom("fill", "noise", "text", "move", "owe"),
    area: place,
    seed: fc.integer({ min: 1, max: 1_000 }),
    budgetBytes: fc.constantFrom(2_000, 20_000, 1 << 20),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const session = new Session();
      await session.begin();
      for (const { kind, area, seed, budgetBytes } of steps) {
        session.nowMs += seed;
        const damage = [area];
        if (kind === "fill") fillArea(session.frame, area, seed * 991);
        else if (kind === "noise") paintNoise(session.frame, area, seed);
        else if (kind === "text") paintText(session.frame, area, seed);
        else if (kind === "owe") session.encoder.owe([{ column: seed % 8, row: seed % 6 }]);
        else {
          moveArea(session.frame, area, 0, seed % 60);
          damage[0] = { ...area, height: area.height + (seed % 60) };
        }
        await session.update(damage, { budgetBytes });
        if (seed % 3 === 0) await session.settle(5_000);
      }
      while (session.encoder.hasPending) await session.update([]);
      session.nowMs += SETTLE_AFTER_MS;
      while ((await session.settle()).length > 0);
      expect(session.differing).toBe(0);
    }),
    { numRuns: 25 },
  );
});
