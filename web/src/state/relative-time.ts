/** Times as people say them: "3 min ago", "2 h 5 min", and the exact time for the tooltip. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Made once: a list of thousands formats hundreds of times a second as it scrolls, and making one takes longer than using it. */
const dateFormat = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });
const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** `at` is ISO 8601. The future (a clock that is off) reads as now. */
export function timeAgo(at: string, nowMs: number): string {
  const elapsedMs = nowMs - Date.parse(at);
  if (elapsedMs < MINUTE_MS) return "just now";
  if (elapsedMs < HOUR_MS) return `${Math.floor(elapsedMs / MINUTE_MS)} min ago`;
  if (elapsedMs < DAY_MS) return `${Math.floor(elapsedMs / HOUR_MS)} h ago`;
  const days = Math.floor(elapsedMs / DAY_MS);
  if (days < 30) return days === 1 ? "yesterday" : `${days} days ago`;
  return dateFormat.format(new Date(at));
}

/** "in 3 h"; what has passed is "over". */
export function timeUntil(at: string, nowMs: number): string {
  const remainingMs = Date.parse(at) - nowMs;
  if (remainingMs <= 0) return "over";
  if (remainingMs < HOUR_MS) return `in ${Math.max(1, Math.round(remainingMs / MINUTE_MS))} min`;
  if (remainingMs < DAY_MS) return `in ${Math.round(remainingMs / HOUR_MS)} h`;
  const days = Math.round(remainingMs / DAY_MS);
  return days === 1 ? "in a day" : `in ${days} days`;
}

/** "45 s", "12 min", "2 h 5 min", "3 d 4 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joinUnits(hours, "h", minutes % 60, "min");
  return joinUnits(Math.floor(hours / 24), "d", hours % 24, "h");
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** For the tooltip behind a relative time. */
export function exactTime(at: string): string {
  return exactFormat.format(new Date(at));
}
