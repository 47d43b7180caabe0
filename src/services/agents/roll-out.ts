/**
 * Machines that take a newer agent by themselves do so a few at a time: each fetches some 60 MB, and of a version that proves
 * bad few have to come back.
 */

/** With ten minutes over which agents spread their fetching: some 40 Mbit/s, and 500 machines in two hours. */
const AT_ONCE = 50;
/** Fetched and tried, or given up: whoever is not through by then makes room. */
const STAY_MS = 30 * 60_000;

export type RollOut = {
  /** Whether it is this machine's turn; it keeps it until it is done. */
  admit(machineId: string, nowMs: number): boolean;
  /** It has the newest. */
  done(machineId: string): void;
};

export function createRollOut(): RollOut {
  const since = new Map<string, number>();
  return {
    admit(machineId, nowMs) {
      // Oldest first, as they came.
      for (const [id, atMs] of since) {
        if (nowMs - atMs < STAY_MS) break;
        since.delete(id);
      }
      if (since.has(machineId)) return true;
      if (since.size >= AT_ONCE) return false;
      since.set(machineId, nowMs);
      return true;
    },
    done: (machineId) => void since.delete(machineId),
  };
}
