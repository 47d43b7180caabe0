/**
 * The newest small picture of each machine, in memory only: one look serves everybody for half a minute, and only so many machines
 * are asked at once.
 */
import { limitConcurrency, QueueFullError } from "../../lib/concurrency-limit.ts";

/** A JPEG, or null: this machine shows none now. */
export type Thumbnail = Uint8Array<ArrayBuffer> | null;

export type Thumbnails = {
  /** The kept one, else what `take` answers. */
  of(machineId: string, take: () => Promise<Thumbnail>): Promise<Thumbnail>;
  /** It is not to be shown any more. */
  forget(machineId: string): void;
};

const KEPT_MS = 30_000;
const AT_ONCE = 8;
/** A screen full of cards; who is beyond asks again. */
const WAITING = 200;

type Kept = { picture: Promise<Thumbnail>; until: number };

export function createThumbnails(now: () => number = Date.now): Thumbnails {
  const kept = new Map<string, Kept>();
  const inTurn = limitConcurrency({ atOnce: AT_ONCE, waiting: WAITING });

  function sweep(): void {
    for (const [id, { until }] of kept) {
      if (until > now()) return;
      kept.delete(id);
    }
  }

  return {
    of(machineId, take) {
      sweep();
      const known = kept.get(machineId);
      if (known && known.until > now()) return known.picture;
      const picture = inTurn(take).catch((failure: unknown) => {
        if (!(failure instanceof QueueFullError)) throw failure;
        kept.delete(machineId);
        return null;
      });
      // In the order of their ends, so that sweeping stops at the first that lives.
      kept.delete(machineId);
      kept.set(machineId, { picture, until: now() + KEPT_MS });
      return picture;
    },
    forget: (machineId) => void kept.delete(machineId),
  };
}
