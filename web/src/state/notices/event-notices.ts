/** Which live events are worth a notice: machines that came or went and stayed so, people who started one's link. */
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { Notice } from "./announce.ts";

/** A restart of an agent, or of the server, is over by then and worth none. */
export const SETTLE_MS = 8_000;
/** More than these at once are told as a number. */
const MAX_NAMED = 3;

export type EventNotices = { note(event: LiveEvent): void; stop(): void };

type Options = {
  announce(notice: Omit<Notice, "action"> & { path: string }): void;
  after?(ms: number, then: () => void): () => void;
};

export function createEventNotices({ announce, after = later }: Options): EventNotices {
  /** As they were before they changed, of machines that have not settled yet. */
  const unsettled = new Map<string, { wasOnline: boolean; name: string; isOnline: boolean }>();
  const told = new Set<string>();
  let cancel: (() => void) | null = null;

  function settle(): void {
    cancel = null;
    const changed = [...unsettled].filter(([, { wasOnline, isOnline }]) => wasOnline !== isOnline);
    unsettled.clear();
    for (const isOnline of [true, false]) {
      const those = changed.filter(([, machine]) => machine.isOnline === isOnline);
      const words = isOnline ? "online" : "offline";
      if (those.length > MAX_NAMED) {
        announce({ kind: "machines", title: `${those.length} machines are ${words}`, path: "/machines" });
        continue;
      }
      for (const [id, { name }] of those) {
        announce({ kind: "machines", title: `${name} is ${words}`, path: `/machines/${id}` });
      }
    }
  }

  return {
    note(event) {
      if (event.type === "machine.online" || event.type === "machine.offline") {
        const { id, name } = event.machine;
        const isOnline = event.type === "machine.online";
        const before = unsettled.get(id);
        unsettled.set(id, { wasOnline: before?.wasOnline ?? !isOnline, name, isOnline });
        cancel ??= after(SETTLE_MS, settle);
      }
      if (event.type === "machine.removed") unsettled.delete(event.machine_id);
      if (event.type === "support_link.updated" && event.support_link.state === "running") {
        const { id, label, machine_name } = event.support_link;
        if (told.has(id)) return;
        told.add(id);
        const who = label || machine_name || "Somebody";
        announce({
          kind: "visits",
          title: `${who} waits for you`,
          detail: "They started your link.",
          path: "/connect",
        });
      }
    },
    stop() {
      cancel?.();
      cancel = null;
      unsettled.clear();
    },
  };
}

function later(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}
