/** The links of a session of five, from the office to a satellite. */
import type { LinkProfile } from "../../test/fakes/link-profile.ts";

const MBIT = 1_000_000 / 8;

export type NamedProfile = { name: string; link: LinkProfile | null };

/** `null`: the loopback itself. */
export const PROFILES: readonly NamedProfile[] = [
  { name: "LAN", link: null },
  { name: "20 Mbit/s, 40 ms", link: { bytesPerS: 20 * MBIT, roundTripMs: 40 } },
  { name: "5 Mbit/s, 100 ms", link: { bytesPerS: 5 * MBIT, roundTripMs: 100 } },
  { name: "1 Mbit/s, 200 ms", link: { bytesPerS: MBIT, roundTripMs: 200 } },
  { name: "256 kbit/s, 400 ms", link: { bytesPerS: 0.256 * MBIT, roundTripMs: 400 } },
];

/** How old a picture may be on this link at most. */
export function maxAgeMs({ link }: NamedProfile): number {
  return 2 * (link?.roundTripMs ?? 0) + 500;
}
