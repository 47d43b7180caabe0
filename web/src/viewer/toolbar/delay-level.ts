/** The delay as it is told: how long it is now, when it is felt, and when it hinders. */
import type { ViewerStatistics } from "../viewer-model.ts";

const SLOW_MS = 150;
const BAD_MS = 400;

/** A still screen has no pictures to measure by: then it is the way that the next one has before it. Null: not known yet. */
export function presentDelayMs(statistics: ViewerStatistics): number | null {
  const { framesPerSecond, delayMs, roundTripMs } = statistics;
  if (framesPerSecond > 0 || roundTripMs === null) return delayMs;
  return roundTripMs / 2;
}

export function delayLevel(delayMs: number): "good" | "slow" | "bad" {
  if (delayMs > BAD_MS) return "bad";
  return delayMs > SLOW_MS ? "slow" : "good";
}
