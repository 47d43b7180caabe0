import { expect, test } from "bun:test";
import { ALL_MONITORS } from "../../protocol/limits.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";
import { chooseMonitor, followMonitor, inReadingOrder } from "./choose-monitor.ts";

const monitor = (index: number, name: string, primary = false): Monitor => {
  return { index, name, x: index * 100, y: 0, width: 100, height: 100, scale: 1, primary };
};
const [left, right] = [monitor(0, "DP-1"), monitor(1, "HDMI-1", true)];

test("shows the monitor that was asked for, else the primary one", () => {
  expect(chooseMonitor([left, right], 0)).toBe(left);
  expect(chooseMonitor([left, right], undefined)).toBe(right);
  expect(chooseMonitor([left, right], 9)).toBe(right);
});

test("stays with an output whose place in the list has changed", () => {
  expect(followMonitor([right, left], left)).toBe(left);
});

test("goes to the primary monitor when the one shown was unplugged", () => {
  expect(followMonitor([right], left)).toBe(right);
});

test("all monitors together are one that covers them", () => {
  const below = { ...monitor(2, "DP-2"), x: 50, y: 100, width: 300 };
  expect(chooseMonitor([left, right, below], ALL_MONITORS)).toMatchObject({
    index: ALL_MONITORS,
    x: 0,
    y: 0,
    width: 350,
    height: 200,
  });
});

test("all of one monitor is that monitor, and all of more than a framebuffer holds is the primary one", () => {
  expect(chooseMonitor([left], ALL_MONITORS)).toBe(left);
  expect(chooseMonitor([left, { ...right, x: 16_384 }], ALL_MONITORS)).toMatchObject({ name: "HDMI-1" });
});

test("all stay all when one is plugged in, and become the one that is left", () => {
  const all = chooseMonitor([left, right], ALL_MONITORS);
  expect(followMonitor([left, right, monitor(2, "DP-2")], all)).toMatchObject({ index: ALL_MONITORS, width: 300 });
  expect(followMonitor([right], all)).toBe(right);
});

test("counts monitors from the left, and from the top where one stands above the other", () => {
  const above = { x: 100, y: -100 };
  expect(inReadingOrder([right, above, left])).toEqual([left, above, right]);
});
