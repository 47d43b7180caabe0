/** What runs on this machine now, as the person there may know it: told by notices, and by `remotelink-agent status`. */
import type { Permission } from "../../protocol/permissions.ts";
import type { Clock } from "../clock.ts";
import type { Person } from "./person.ts";

export type BoardViewer = { id: string; name: string; email: string; permissions: readonly Permission[] };

export type BoardEntry = {
  session_id: string;
  /** UTC, ISO-8601. */
  since: string;
  technicians: { name: string; email: string; since: string; permissions: Permission[] }[];
  recording: boolean;
};

export interface SessionBoard {
  /** Who is in the session now; the first time begins it. */
  viewers(sessionId: string, viewers: readonly BoardViewer[]): void;
  setRecording(sessionId: string, isRecording: boolean): void;
  ended(sessionId: string): void;
  entries(): BoardEntry[];
}

/** A reload is no farewell: only who stays away this long is said to be gone. */
const GONE_AFTER_MS = 15_000;

type Present = BoardViewer & { since: string };
type Entry = { since: string; present: Map<string, Present>; isRecording: boolean; announced: Map<string, () => void> };

export type SessionBoardOptions = { person: Person; clock: Clock; isoTime?: () => string };

export function createSessionBoard(options: SessionBoardOptions): SessionBoard {
  const { person, clock, isoTime = () => new Date().toISOString() } = options;
  const entries = new Map<string, Entry>();

  function entryOf(sessionId: string): Entry {
    const entry = entries.get(sessionId) ?? {
      since: isoTime(),
      present: new Map(),
      isRecording: false,
      announced: new Map(),
    };
    entries.set(sessionId, entry);
    return entry;
  }

  function announce(entry: Entry): void {
    const names = new Set([...entry.present.values()].map(({ name }) => name));
    for (const name of names) {
      entry.announced.get(name)?.();
      if (!entry.announced.has(name)) {
        const title = `${name} is connected to this computer`;
        person.say({ title, text: 'To see who is connected or to end it, run "remotelink-agent status" or "… end".' });
      }
      entry.announced.set(name, () => {});
    }
    for (const [name, cancel] of entry.announced) {
      if (names.has(name)) continue;
      cancel();
      entry.announced.set(
        name,
        clock.after(GONE_AFTER_MS, () => {
          entry.announced.delete(name);
          person.say({ title: `${name} is no longer connected`, text: "They do not see this screen any more." });
        }),
      );
    }
  }

  return {
    viewers(sessionId, viewers) {
      const entry = entryOf(sessionId);
      const before = entry.present;
      entry.present = new Map(
        viewers.map((one) => [one.id, { ...one, since: before.get(one.id)?.since ?? isoTime() }]),
      );
      announce(entry);
    },
    setRecording(sessionId, isRecording) {
      const entry = entryOf(sessionId);
      if (entry.isRecording === isRecording) return;
      entry.isRecording = isRecording;
      person.say(
        isRecording
          ? { title: "This session is being recorded", text: "What is on this screen is kept as a recording." }
          : { title: "The recording has stopped", text: "What is on this screen is no longer recorded." },
      );
    },
    ended(sessionId) {
      const entry = entries.get(sessionId);
      if (!entry) return;
      entries.delete(sessionId);
      for (const cancel of entry.announced.values()) cancel();
      const names = [...entry.announced.keys()];
      if (names.length === 0) return;
      person.say({ title: "The remote session has ended", text: `${names.join(", ")}: no longer connected.` });
    },
    entries: () =>
      Array.from(entries, ([session_id, { since, present, isRecording }]) => ({
        session_id,
        since,
        technicians: Array.from(present.values(), ({ name, email, since: from, permissions }) => {
          return { name, email, since: from, permissions: [...permissions] };
        }),
        recording: isRecording,
      })),
  };
}
