/** When each frame of a recording is shown. Pure: milliseconds since its beginning, as it is played. */

/** Nothing changed for longer than this: with skipping on, it is cut short. */
const IDLE_MS = 2_000;
/** What is left of it. */
const IDLE_SHOWN_MS = 500;
/** After a pause this long something new begins, which is worth a mark. */
const MARK_AFTER_MS = 10_000;
/** The last frame stays for a moment. */
const TAIL_MS = 1_000;

export type Timeline = {
  /** Of each frame, never falling. */
  at: readonly number[];
  total: number;
};

/** @param atMs of each frame, as it was recorded */
export function buildTimeline(atMs: readonly number[], isSkippingIdle: boolean): Timeline {
  let cut = 0;
  const at = atMs.map((ms, index) => {
    const gap = ms - (atMs[index - 1] ?? ms);
    if (isSkippingIdle && gap > IDLE_MS) cut += gap - IDLE_SHOWN_MS;
    return ms - cut;
  });
  return { at, total: (at.at(-1) ?? 0) + (at.length > 0 ? TAIL_MS : 0) };
}

/** The frame that is shown at this position; -1: there is none. */
export function frameAt({ at }: Timeline, position: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? Math.min(0, at.length - 1) : low - 1;
}

/** Frames at which something begins after a long pause; the first is one. */
export function marksOf(atMs: readonly number[]): number[] {
  return atMs.flatMap((ms, index) => (index === 0 || ms - (atMs[index - 1] ?? 0) > MARK_AFTER_MS ? [index] : []));
}

/** "1:02:03", "2:03": as long recordings and short ones are both read. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
