import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Box, centreOf, pixelAt, placePicture, SCALINGS } from "./scale.ts";

const FULL_HD = { width: 1920, height: 1080 };

describe("placePicture", () => {
  test("fits the whole picture into the window and centres it", () => {
    const placed = placePicture(FULL_HD, { width: 960, height: 800 }, { scaling: "fit", devicePixelRatio: 1 });
    expect(placed.canvas).toEqual({ x: 0, y: 130, width: 960, height: 540 });
    expect(placed.stage).toEqual({ width: 960, height: 800 });
  });

  test("enlarges a small picture to the window", () => {
    const placed = placePicture(
      { width: 640, height: 480 },
      { width: 1600, height: 960 },
      { scaling: "fit", devicePixelRatio: 1 },
    );
    expect(placed.scale).toBe(2);
    expect(placed.canvas.x).toBe(160);
  });

  test("shows one framebuffer pixel as one CSS pixel at 1:1, and makes the stage as large as the picture", () => {
    const placed = placePicture(FULL_HD, { width: 1000, height: 2000 }, { scaling: "actual", devicePixelRatio: 2 });
    expect(placed.canvas).toEqual({ x: 0, y: 460, width: 1920, height: 1080 });
    expect(placed.stage).toEqual({ width: 1920, height: 2000 });
  });

  test("shows one framebuffer pixel as one device pixel in device pixels", () => {
    const placed = placePicture(FULL_HD, { width: 1000, height: 800 }, { scaling: "device", devicePixelRatio: 2 });
    expect(placed.canvas).toEqual({ x: 20, y: 130, width: 960, height: 540 });
  });

  test("starts and ends on whole device pixels", () => {
    for (const devicePixelRatio of [1, 1.1, 1.25, 1.5, 1.75, 2, 2.625, 3]) {
      for (const scaling of SCALINGS) {
        const { canvas } = placePicture(FULL_HD, { width: 1437, height: 911 }, { scaling, devicePixelRatio });
        for (const length of [canvas.x, canvas.y, canvas.width, canvas.height]) {
          expect(length * devicePixelRatio).toBeCloseTo(Math.round(length * devicePixelRatio), 6);
        }
      }
    }
  });

  test.each([
    ["actual", 1, false],
    ["actual", 2, true],
    ["actual", 1.5, false],
    ["actual", 3, true],
    ["device", 2, false],
  ] as const)("has hard edges only at whole factors from 2 on: %s at %p", (scaling, devicePixelRatio, isPixelated) => {
    const placed = placePicture(FULL_HD, FULL_HD, { scaling, devicePixelRatio });
    expect(placed.isPixelated).toBe(isPixelated);
  });

  test("asks for no scroll bars for a part of a pixel", () => {
    const placed = placePicture(
      FULL_HD,
      { width: 1919.67, height: 1079.8 },
      { scaling: "actual", devicePixelRatio: 1.5 },
    );
    expect(placed.stage).toEqual({ width: 1919.67, height: 1079.8 });
  });
});

describe("pixelAt", () => {
  const canvas: Box = { x: 100, y: 50, width: 960, height: 540 };

  test.each([
    [
      { x: 100, y: 50 },
      { x: 0, y: 0 },
    ],
    [
      { x: 100.4, y: 50.4 },
      { x: 0, y: 0 },
    ],
    [
      { x: 100.5, y: 50.5 },
      { x: 1, y: 1 },
    ],
    [
      { x: 1059.9, y: 589.9 },
      { x: 1919, y: 1079 },
    ],
  ])("names the pixel under %p", (point, pixel) => {
    expect(pixelAt(point, canvas, FULL_HD)).toEqual(pixel);
  });

  test("stays inside the picture", () => {
    expect(pixelAt({ x: -5, y: 20 }, canvas, FULL_HD)).toEqual({ x: 0, y: 0 });
    expect(pixelAt({ x: 5_000, y: 5_000 }, canvas, FULL_HD)).toEqual({ x: 1919, y: 1079 });
  });

  const framebuffers = fc.record({
    width: fc.integer({ min: 1, max: 7_680 }),
    height: fc.integer({ min: 1, max: 4_320 }),
  });
  const views = fc.record({
    width: fc.integer({ min: 200, max: 5_000 }),
    height: fc.integer({ min: 200, max: 3_000 }),
  });
  const ratios = fc.constantFrom(0.5, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.625, 3);
  const shares = fc.record({
    x: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    y: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  });
  const scroll = fc.record({ x: fc.integer({ min: 0, max: 3_000 }), y: fc.integer({ min: 0, max: 3_000 }) });

  test("leads from the centre of a pixel back to it, in every scale, panned or not", () => {
    fc.assert(
      fc.property(
        framebuffers,
        views,
        ratios,
        fc.constantFrom(...SCALINGS),
        shares,
        scroll,
        (framebuffer, view, devicePixelRatio, scaling, share, panned) => {
          const placed = placePicture(framebuffer, view, { scaling, devicePixelRatio });
          const box = { ...placed.canvas, x: placed.canvas.x - panned.x, y: placed.canvas.y - panned.y };
          const pixel = { x: Math.floor(share.x * framebuffer.width), y: Math.floor(share.y * framebuffer.height) };
          expect(pixelAt(centreOf(pixel, box, framebuffer), box, framebuffer)).toEqual(pixel);
        },
      ),
    );
  });

  test("in device pixels, the corner of a device pixel in 32-bit floats and layout units is that pixel", () => {
    const layoutUnits = (length: number) => Math.floor(length * 64) / 64;
    for (const devicePixelRatio of [1, 1.1, 1.25, 1.5, 1.75, 2, 3]) {
      const { canvas: placed } = placePicture(
        FULL_HD,
        { width: 1000, height: 700 },
        { scaling: "device", devicePixelRatio },
      );
      const box = {
        x: layoutUnits(placed.x),
        y: layoutUnits(placed.y),
        width: layoutUnits(placed.width),
        height: layoutUnits(placed.height),
      };
      for (let x = 0; x < FULL_HD.width; x++) {
        const pointerX = Math.fround((Math.round(placed.x * devicePixelRatio) + x) / devicePixelRatio);
        expect(pixelAt({ x: pointerX, y: box.y }, box, FULL_HD).x).toBe(x);
      }
    }
  });
});
