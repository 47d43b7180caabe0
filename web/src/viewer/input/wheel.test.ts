import { describe, expect, test } from "bun:test";
import { createFakeTime } from "./frame.fake.ts";
import { notchesOf, WheelMotion } from "./wheel.ts";

describe("notchesOf", () => {
  test.each([
    ["120 pixels are a notch", { deltaX: 0, deltaY: 120, deltaMode: 0 }, { dx: 0, dy: 1 }],
    ["a touchpad's few pixels are a part of one", { deltaX: -3, deltaY: 6, deltaMode: 0 }, { dx: -0.025, dy: 0.05 }],
    ["three lines are a notch", { deltaX: 0, deltaY: -3, deltaMode: 1 }, { dx: 0, dy: -1 }],
    ["a page is several", { deltaX: 0, deltaY: 1, deltaMode: 2 }, { dx: 0, dy: 8 }],
  ])("%s", (_, turn, notches) => {
    expect(notchesOf(turn)).toEqual(notches);
  });

  test("a mouse wheel's notch is one, also where the system makes 100 pixels of it", () => {
    expect(notchesOf({ deltaX: 0, deltaY: 100, deltaMode: 0, wheelDeltaY: -120 }).dy).toBe(1);
    expect(notchesOf({ deltaX: 0, deltaY: -200, deltaMode: 0, wheelDeltaY: 240 }).dy).toBe(-2);
  });

  test("where a notch was set to more or fewer pixels, the pixels count", () => {
    expect(notchesOf({ deltaX: 0, deltaY: 240, deltaMode: 0, wheelDeltaY: -120 }).dy).toBe(2);
    expect(notchesOf({ deltaX: 0, deltaY: 30, deltaMode: 0, wheelDeltaY: -120 }).dy).toBe(0.25);
  });

  test("in a zoomed page a notch is still one", () => {
    expect(notchesOf({ deltaX: 0, deltaY: 80, deltaMode: 0, wheelDeltaY: -80 }, 1.5).dy).toBe(1);
    expect(notchesOf({ deltaX: 0, deltaY: 66.7, deltaMode: 0, wheelDeltaY: -80 }, 1.5).dy).toBe(1);
  });

  test("a touchpad whose pixels happen to look like a notch is still a touchpad", () => {
    expect(notchesOf({ deltaX: 0, deltaY: 40, deltaMode: 0, wheelDeltaY: -120 }).dy).toBeCloseTo(1 / 3);
  });
});

describe("WheelMotion", () => {
  test("parts of a notch add up within a frame, and none is lost", () => {
    const time = createFakeTime();
    const wheel = new WheelMotion(time.send, time.later);
    for (let turn = 0; turn < 10; turn++) wheel.turn({ dx: 0, dy: 0.1 }, { x: turn, y: 1 });
    time.pass();
    time.pass();
    expect(time.sent).toEqual([
      { type: "mouse_scroll", dx: 0, dy: 0.1, x: 0, y: 1 },
      { type: "mouse_scroll", dx: 0, dy: 0.9, x: 9, y: 1 },
    ]);
  });

  test("a turn there and back within a frame is none", () => {
    const time = createFakeTime();
    const wheel = new WheelMotion(time.send, time.later);
    wheel.turn({ dx: 0, dy: 1 }, { x: 1, y: 1 });
    wheel.turn({ dx: 0, dy: 0.5 }, { x: 1, y: 1 });
    wheel.turn({ dx: 0, dy: -0.5 }, { x: 1, y: 1 });
    time.pass();
    expect(time.sent).toHaveLength(1);
  });

  test("more than the contract takes at once is cut", () => {
    const time = createFakeTime();
    new WheelMotion(time.send, time.later).turn({ dx: 0, dy: 1e6 }, { x: 1, y: 1 });
    expect(time.sent).toEqual([{ type: "mouse_scroll", dx: 0, dy: 1_000, x: 1, y: 1 }]);
  });
});
