/** From the painter's log and the page's sightings: how late each step was seen, how many were, and whether it grows. */
import type { Sighting } from "../sampler/page-sampler.ts";
import { median, percentile } from "./statistics.ts";

export type Delay = {
  p50Ms: number;
  p95Ms: number;
  /** Steps that were seen on the viewer's canvas, a second. */
  shownPerSecond: number;
  paintedPerSecond: number;
  /** Median delay of the last quarter less that of the first: above 0, a queue grows. */
  growthMs: number;
};

/** @param painted [counter value, when the X server had drawn it] in order */
export function delayOf(painted: readonly (readonly [number, number])[], seen: readonly Sighting[]): Delay {
  const delays: number[] = [];
  let from = 0;
  for (const [value, paintedAt] of painted) {
    // A sighting can precede the painter's own note by the time of its round trip, not more.
    const at = seen.findIndex(
      ([seenValue, seenAt], index) => index >= from && seenValue === value && seenAt > paintedAt - 50,
    );
    if (at < 0) continue;
    from = at + 1;
    delays.push((seen[at]?.[1] ?? 0) - paintedAt);
  }
  const first = painted[0]?.[1] ?? 0;
  const last = painted.at(-1)?.[1] ?? 0;
  // n steps span n − 1 periods.
  const seconds = ((last - first) / 1000) * (painted.length / Math.max(1, painted.length - 1));
  const quarter = Math.max(1, Math.floor(delays.length / 4));
  return {
    p50Ms: median(delays),
    p95Ms: percentile(delays, 0.95),
    shownPerSecond: delays.length / seconds,
    paintedPerSecond: painted.length / seconds,
    growthMs: median(delays.slice(-quarter)) - median(delays.slice(0, quarter)),
  };
}

/** From a press in the page to the next new value on its canvas. */
export function clickDelays(presses: readonly number[], seen: readonly Sighting[]): { p50Ms: number; p95Ms: number } {
  const delays = presses.flatMap((pressedAt) => {
    const answer = seen.find(([, seenAt]) => seenAt > pressedAt);
    return answer ? [answer[1] - pressedAt] : [];
  });
  return { p50Ms: median(delays), p95Ms: percentile(delays, 0.95) };
}
