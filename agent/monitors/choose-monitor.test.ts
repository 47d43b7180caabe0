import { expect, test } from "bun:test";
import type { Monitor } from "../../protocol/messages/fields.ts";
import { chooseMonitor, followMonitor } from "./choose-monitor.ts";

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
