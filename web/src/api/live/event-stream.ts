/**
 * One Server-Sent Events connection that stays up: reopened with growing, jittered pauses, and closed while the tab is hidden,
 * because a browser has six HTTP/1.1 connections per server for all its tabs together.
 */
import type { LiveEvent } from "../../../../protocol/rest/events.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** A glance at another tab costs no reconnect. */
const HIDDEN_GRACE_MS = 15_000;

/** Every one: of a type that is not asked for by its name a browser tells nothing. */
const EVENT_TYPES = {
  "machine.online": true,
  "machine.offline": true,
  "machine.updated": true,
  "machine.removed": true,
  "session.started": true,
  "session.ended": true,
  "support_link.updated": true,
  "script_run.updated": true,
  "audit.recorded": true,
  "group.changed": true,
  "user.changed": true,
  "invite.changed": true,
  "rights.changed": true,
  "waiting_machines.changed": true,
  "settings.changed": true,
  "webhooks.changed": true,
} as const satisfies Record<LiveEvent["type"], true>;

export type StreamState = "connecting" | "live" | "away";

export type EventStreamHooks = {
  onEvent: (event: LiveEvent) => void;
  onState: (state: StreamState) => void;
  /** Goes on while the tab is hidden. */
  staysWhileHidden?: () => boolean;
  /** What lets tests stand in for the browser. */
  openSource?: (url: string) => EventSource;
  page?: Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;
};

/** Opens at once. The returned function closes for good. */
export function openEventStream(url: string, hooks: EventStreamHooks): () => void {
  const openSource = hooks.openSource ?? ((address: string) => new EventSource(address));
  const page = hooks.page ?? document;
  let source: EventSource | null = null;
  let failures = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;

  const disconnect = () => {
    clearTimeout(pause);
    source?.close();
    source = null;
  };

  const connect = () => {
    disconnect();
    const opened = openSource(url);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      hooks.onState("live");
    };
    // The browser's own retry gives up on any answer but 200, so every failure is retried here alike.
    opened.onerror = () => {
      disconnect();
      hooks.onState("away");
      pause = setTimeout(connect, pauseBefore(failures));
      failures += 1;
    };
    for (const type of Object.keys(EVENT_TYPES) as LiveEvent["type"][]) {
      opened.addEventListener(type, (message) => {
        const event = parseEvent(type, message.data);
        if (event) hooks.onEvent(event);
      });
    }
  };

  const followVisibility = () => {
    clearTimeout(grace);
    if (page.hidden) {
      grace = setTimeout(() => {
        if (hooks.staysWhileHidden?.()) return;
        disconnect();
        hooks.onState("connecting");
      }, HIDDEN_GRACE_MS);
    } else if (source === null) {
      connect();
    }
  };

  page.addEventListener("visibilitychange", followVisibility);
  connect();
  return () => {
    page.removeEventListener("visibilitychange", followVisibility);
    clearTimeout(grace);
    disconnect();
  };
}

/** Full jitter, so that a hundred pages do not return in the same instant as a restarted server. */
export function pauseBefore(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  return FIRST_PAUSE_MS / 2 + random() * (ceiling - FIRST_PAUSE_MS / 2);
}

/** null for what is not JSON; the type comes from the event's name where the data does not repeat it. */
export function parseEvent(type: LiveEvent["type"], data: string): LiveEvent | null {
  try {
    return { ...JSON.parse(data), type } as LiveEvent;
  } catch {
    return null;
  }
}
