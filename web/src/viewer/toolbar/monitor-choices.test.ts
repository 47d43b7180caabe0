import { expect, test } from "bun:test";
import type { Monitor } from "../../../../protocol/messages/fields.ts";
import { monitorChoices } from "./monitor-choices.ts";

const left: Monitor = { index: 0, name: "DP-1", x: 0, y: 0, width: 1920, height: 1080, scale: 1, primary: true };
const right: Monitor = { ...left, index: 1, name: "HDMI-1", x: 1920, y: -100, width: 1280, primary: false };

test("each monitor has its number, its name and its size, and all of them stand last", () => {
  expect(monitorChoices([left, right])).toEqual([
    { value: "0", label: "1  DP-1 (main)", hint: "1920 × 1080" },
    { value: "1", label: "2  HDMI-1", hint: "1280 × 1080" },
    { value: "255", label: "All monitors", hint: "3200 × 1180" },
  ]);
});

test("all are not offered where there is one, or where they are too large for one picture", () => {
  expect(monitorChoices([left])).toHaveLength(1);
  expect(monitorChoices([left, { ...right, x: 16_000 }])).toHaveLength(2);
});
