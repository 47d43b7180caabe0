/**
 * Refusals on record, without letting whoever is refused fill the disk: of the same refusal of the same one there is a row at
 * once, and then at most one a minute with how often it came. Beyond some in a minute, all others share one row.
 */
import type { Database } from "../../db/database.ts";
import { type AuditActor, type AuditEntry, recordAudit } from "./record.ts";

export type Refusal = AuditEntry & { actor: AuditActor };

export type Refusals = {
  /** Never waits and never fails. */
  note(refusal: Refusal): void;
  /** Writes what is still counted. */
  stop(): Promise<void>;
};

const WINDOW_MS = 60_000;
/** Different refusals that get rows of their own in one window: under a constant attack some 40,000 rows a day. */
const MAX_KEYS = 30;

type Counted = { refusal: Refusal; repeats: number };

type Needs = { db: Database; now(): Date; warn(message: string, details?: Record<string, unknown>): void };

export function createRefusals({ db, now, warn }: Needs, { windowMs = WINDOW_MS, maxKeys = MAX_KEYS } = {}): Refusals {
  let window = new Map<string, Counted>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One after the other: an attack must not take the database's connections. */
  let written = Promise.resolve();

  function write({ actor, ...entry }: Refusal): void {
    const at = now();
    written = written
      .then(() => db.transaction((tx) => recordAudit(tx, actor, entry, at)))
      .catch((error: unknown) => warn("a refusal is not in the audit log", { err: error, action: entry.action }));
  }

  function endWindow(): void {
    timer = undefined;
    const ended = window;
    window = new Map();
    for (const [key, { refusal, repeats }] of ended) {
      if (repeats === 0) continue;
      write({ ...refusal, details: { ...refusal.details, count: repeats } });
      // It goes on being counted: the next minute begins with the row that was just written.
      window.set(key, { refusal, repeats: 0 });
    }
    if (window.size > 0) begin();
  }

  function begin(): void {
    timer ??= setTimeout(endWindow, windowMs);
    // Nothing is lost by an end of the process before: `stop` writes it.
    timer.unref();
  }

  return {
    note(refusal) {
      const own = keyOf(refusal);
      const key = window.has(own) || window.size < maxKeys ? own : OTHERS;
      const counted = window.get(key);
      if (counted) {
        counted.repeats++;
        return;
      }
      const noted = key === OTHERS ? asOthers(refusal) : refusal;
      window.set(key, { refusal: noted, repeats: 0 });
      write(noted);
      begin();
    },
    async stop() {
      clearTimeout(timer);
      endWindow();
      clearTimeout(timer);
      await written;
    },
  };
}

const OTHERS = "others";

function keyOf({ actor, action, target }: Refusal): string {
  const who = "id" in actor ? actor.id : "machineId" in actor ? actor.machineId : null;
  const from = "address" in actor ? actor.address : null;
  return JSON.stringify([action, actor.kind, who, from, target.kind, target.id, target.name]);
}

/** More different ones than have rows of their own: that there are so many is what there is to say. */
function asOthers({ action }: Refusal): Refusal {
  return {
    actor: { kind: "nobody", address: null },
    action,
    target: { kind: "refusals", id: null, name: "many others" },
    details: { various: true },
  };
}
