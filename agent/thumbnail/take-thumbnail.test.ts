import { expect, test } from "bun:test";
import { THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH } from "../../protocol/limits.ts";
import { factorFor } from "./take-thumbnail.ts";

test("whatever the screen's size, the picture fits", () => {
  for (const [width, height] of [
    [320, 200],
    [321, 200],
    [1280, 800],
    [1920, 1080],
    [1080, 1920],
    [7680, 4320],
  ] as const) {
    const factor = factorFor({ width, height });
    expect(Math.ceil(width / factor)).toBeLessThanOrEqual(THUMBNAIL_WIDTH);
    expect(Math.ceil(height / factor)).toBeLessThanOrEqual(THUMBNAIL_HEIGHT);
  }
});
