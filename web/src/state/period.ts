/** A stretch of time that a list is narrowed to: the last days, or between two days; and its place in the address. */

export const PRESETS = { "1d": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" } as const;
export type Preset = keyof typeof PRESETS;

export type Period = {
  /** Counted back from now. */
  last: Preset | null;
  /** Days as the reader's calendar has them, "2026-01-31"; both belong to the period. */
  from: string | null;
  to: string | null;
};

export const ANY_TIME: Period = { last: null, from: null, to: null };

const DAY_MS = 24 * 3_600_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Reads `last`, `from` and `to`; what it does not know counts as not given. */
export function parsePeriod(query: URLSearchParams): Period {
  const last = (Object.keys(PRESETS) as Preset[]).find((preset) => preset === query.get("last")) ?? null;
  if (last) return { ...ANY_TIME, last };
  return { last, from: dayOf(query.get("from")), to: dayOf(query.get("to")) };
}

export function writePeriod(query: URLSearchParams, { last, from, to }: Period): void {
  if (last) query.set("last", last);
  if (from) query.set("from", from);
  if (to) query.set("to", to);
}

export function isAnyTime({ last, from, to }: Period): boolean {
  return last === null && from === null && to === null;
}

/** As the API takes it: from (including) and to (before), in UTC. */
export function boundsOf({ last, from, to }: Period, nowMs: number): { from?: string; to?: string } {
  if (last) return { from: new Date(nowMs - Number.parseInt(last, 10) * DAY_MS).toISOString() };
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: dayAfter(to).toISOString() }),
  };
}

export function contains(period: Period, at: string, nowMs: number): boolean {
  const { from, to } = boundsOf(period, nowMs);
  return (from === undefined || at >= from) && (to === undefined || at < to);
}

/** By the calendar: a day with a change of clocks is not 24 hours long. */
function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date;
}

function dayOf(text: string | null): string | null {
  return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00`)) ? text : null;
}
