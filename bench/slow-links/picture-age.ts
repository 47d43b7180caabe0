/** How old the picture was that a viewer showed, from what was painted when and what it showed when. */
import { median, percentile } from "../measure/statistics.ts";

/** Value of a counter and when it was first shown or painted, by one wall clock. */
export type Sighting = readonly [value: number, atMs: number];

export type PictureAge = { p50Ms: number; p95Ms: number; maxMs: number; lastAfterMs: number };

const SAMPLE_EVERY_MS = 10;

/**
 * A picture is as old as the first step that it does not show yet; one that shows the newest step has no age.
 * @param painted steps in order
 * @param shown for each counter what it showed from when on; the oldest of them counts
 */
export function pictureAge(painted: readonly Sighting[], shown: readonly (readonly Sighting[])[]): PictureAge {
  const indexOf = new Map(painted.map(([value], index) => [value, index]));
  const begin = painted[0]?.[1] ?? 0;
  const end = painted.at(-1)?.[1] ?? 0;
  const ages: number[] = [];
  for (let now = begin; now <= end; now += SAMPLE_EVERY_MS) {
    ages.push(Math.max(0, ...shown.map((sightings) => ageAt(painted, indexOf, sightings, now))));
  }
  const last = painted.at(-1)?.[0];
  const lastShown = Math.max(
    ...shown.map((sightings) => sightings.find(([value, at]) => value === last && at >= end - 50)?.[1] ?? Infinity),
  );
  return {
    p50Ms: median(ages),
    p95Ms: percentile(ages, 0.95),
    // What was still not shown when the painting ended grew older until it was.
    maxMs: Math.max(...ages, lastShown - end),
    lastAfterMs: Math.max(0, lastShown - end),
  };
}

function ageAt(
  painted: readonly Sighting[],
  indexOf: ReadonlyMap<number, number>,
  sightings: readonly Sighting[],
  now: number,
): number {
  const shown = sightings.findLast(([, at]) => at <= now);
  const next = painted[(shown ? (indexOf.get(shown[0]) ?? -1) : -1) + 1];
  return next ? Math.max(0, now - next[1]) : 0;
}
