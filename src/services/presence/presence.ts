/** Who is online is the relay's knowledge; when a machine was last seen is kept here and written in batches. */

/** What the relay tells, as it happens; none of it waits for the database. */
export type Presence = {
  agentConnected(machineId: string): void;
  agentDisconnected(machineId: string): void;
  agentSeen(machineId: string): void;
  /** Newer than what the database has; null: not seen since this process began. */
  lastSeenAt(machineId: string): Date | null;
  forget(machineId: string): void;
  /** Writes what is left; for the end of the process. */
  stop(): Promise<void>;
};

/** Machines that came or went since the last write, and those that were merely seen. */
export type PresenceBatch = { changed: readonly string[]; seen: readonly string[]; at: Date };

export type PresenceOptions = {
  /** Writes a batch in one statement and tells who came and went. A throw: the batch comes again with the next. */
  write(batch: PresenceBatch): Promise<void>;
  now(): Date;
  warn(message: string, details?: Record<string, unknown>): void;
};

/** At most one statement in this time, for any number of agents. */
const WRITE_INTERVAL_MS = 1_000;
/** A whole roll-out reconnects after a restart: what comes within this time goes together. */
const GATHER_MS = 25;
/** An agent answers a ping every 15 s; the database need not know each time. */
const SEEN_WRITE_INTERVAL_MS = 60_000;

export function createPresence({ write, now, warn }: PresenceOptions): Presence {
  const seenAt = new Map<string, Date>();
  const seenWrittenAt = new Map<string, number>();
  let changed = new Set<string>();
  let seen = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextWriteAt = 0;
  let writing: Promise<void> = Promise.resolve();

  function schedule(): void {
    if (timer !== undefined) return;
    timer = setTimeout(flush, Math.max(GATHER_MS, nextWriteAt - performance.now()));
    timer.unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeBatch);
    return writing;
  }

  async function writeBatch(): Promise<void> {
    if (changed.size + seen.size === 0) return;
    const batch = { changed: [...changed], seen: [...seen.difference(changed)], at: now() };
    changed = new Set();
    seen = new Set();
    nextWriteAt = performance.now() + WRITE_INTERVAL_MS;
    try {
      await write(batch);
      for (const id of [...batch.changed, ...batch.seen]) seenWrittenAt.set(id, performance.now());
    } catch (error) {
      warn("presence could not be written; it will be tried again", { err: error });
      changed = changed.union(new Set(batch.changed));
      seen = seen.union(new Set(batch.seen));
    }
    // Also for what came while it was being written.
    if (changed.size + seen.size > 0) schedule();
  }

  function change(machineId: string): void {
    seenAt.set(machineId, now());
    changed.add(machineId);
    schedule();
  }

  return {
    agentConnected: change,
    agentDisconnected: change,
    agentSeen(machineId) {
      seenAt.set(machineId, now());
      const isFresh =
        performance.now() - (seenWrittenAt.get(machineId) ?? Number.NEGATIVE_INFINITY) < SEEN_WRITE_INTERVAL_MS;
      if (isFresh) return;
      seen.add(machineId);
      schedule();
    },
    lastSeenAt: (machineId) => seenAt.get(machineId) ?? null,
    forget(machineId) {
      seenAt.delete(machineId);
      seenWrittenAt.delete(machineId);
      changed.delete(machineId);
      seen.delete(machineId);
    },
    stop: flush,
  };
}
