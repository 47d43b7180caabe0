/** Counts failed tries by key in a sliding minute: guessing stops, whoever succeeds is not held up. */

import { networkOf } from "./address-network.ts";

export type MissThrottle = {
  /**
   * Books a try under every key before it is made, so that tries side by side cannot slip past the limit.
   * @returns what settles it, or how long to wait
   */
  begin(keys: readonly string[]): Attempt | { kind: "blocked"; retryAfterS: number };
};

export type Attempt = { kind: "allowed" /** It was no miss: takes the booking back. */; succeeded(): void };

/** More keys than this are an attack with many addresses; the oldest are forgotten. */
const MAX_KEYS = 100_000;

const ADDRESS = "address:";

/** Of an address its network: or whoever has one of IPv6 would try from each of its addresses. */
function keyOf(key: string): string {
  return key.startsWith(ADDRESS) ? ADDRESS + networkOf(key.slice(ADDRESS.length)) : key;
}

/** @param limits by a key's kind, the part before its first ":" ("address:192.0.2.1") */
export function createMissThrottle(
  limits: Readonly<Record<string, number>>,
  { windowMs = 60_000, now = () => performance.now() } = {},
): MissThrottle {
  const misses = new Map<string, number[]>();

  const recent = (key: string) => (misses.get(key) ?? []).filter((at) => at > now() - windowMs);
  const limitOf = (key: string) => limits[key.slice(0, key.indexOf(":"))] ?? Number.POSITIVE_INFINITY;

  return {
    begin(named) {
      const keys = named.map(keyOf);
      const at = now();
      let waitMs = 0;
      for (const key of keys) {
        const times = recent(key);
        const oldest = times[times.length - limitOf(key)];
        if (oldest !== undefined) waitMs = Math.max(waitMs, oldest + windowMs - at);
      }
      if (waitMs > 0) return { kind: "blocked", retryAfterS: Math.ceil(waitMs / 1_000) };
      for (const key of keys) {
        const times = [...recent(key), at];
        // Set anew, it moves to the end: the map's first is the one that was quiet the longest.
        misses.delete(key);
        misses.set(key, times);
      }
      for (const oldest of misses.keys()) {
        if (misses.size <= MAX_KEYS) break;
        misses.delete(oldest);
      }
      return {
        kind: "allowed",
        succeeded() {
          for (const key of keys) takeBack(key, at);
        },
      };
    },
  };

  function takeBack(key: string, at: number): void {
    const times = misses.get(key) ?? [];
    const index = times.indexOf(at);
    if (index < 0) return;
    if (times.length === 1) misses.delete(key);
    else misses.set(key, times.toSpliced(index, 1));
  }
}
