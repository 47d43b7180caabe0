/** How long an enrollment token lives, how often it works, and what has become of it. */
import type { EnrollmentToken } from "../../../protocol/rest/people.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export const EXPIRIES = [
  { value: "hour", label: "In an hour", lifeMs: HOUR_MS },
  { value: "day", label: "In a day", lifeMs: DAY_MS },
  { value: "week", label: "In a week", lifeMs: 7 * DAY_MS },
  { value: "month", label: "In 30 days", lifeMs: 30 * DAY_MS },
  { value: "never", label: "Never", lifeMs: null },
] as const;
export type Expiry = (typeof EXPIRIES)[number]["value"];

/** "" is no limit. */
export const USE_LIMITS = [
  { value: "1", label: "One" },
  { value: "5", label: "Up to 5" },
  { value: "25", label: "Up to 25" },
  { value: "100", label: "Up to 100" },
  { value: "", label: "Any number" },
] as const;

/** ISO 8601; undefined for never. */
export function expiryTime(expiry: Expiry, nowMs: number): string | undefined {
  const lifeMs = EXPIRIES.find((option) => option.value === expiry)?.lifeMs;
  return lifeMs ? new Date(nowMs + lifeMs).toISOString() : undefined;
}

export type TokenState = "active" | "revoked" | "expired" | "spent";

export function tokenState(token: EnrollmentToken, nowMs: number): TokenState {
  if (token.revoked_at !== null) return "revoked";
  if (token.max_uses !== null && token.uses >= token.max_uses) return "spent";
  if (token.expires_at !== null && Date.parse(token.expires_at) <= nowMs) return "expired";
  return "active";
}
