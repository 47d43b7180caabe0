/**
 * Closes the gap between a list and the stream that keeps it live: a list is asked for once the stream listens, and the events
 * that come between its request and its answer are applied to the answer.
 */
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { StreamState } from "./event-stream.ts";

/** Where the stream does not open (the server is just starting), a list that may be old is better than none. */
const LONGEST_WAIT_MS = 1_000;

const recordings = new Set<LiveEvent[]>();
let isListening = false;
let releaseWaiting: (() => void)[] = [];

/** Resolves when the stream is open, at the latest after a second. */
export function whenListening(): Promise<void> {
  if (isListening) return Promise.resolve();
  return new Promise((resolve) => {
    releaseWaiting.push(resolve);
    setTimeout(resolve, LONGEST_WAIT_MS);
  });
}

/** Asks for a list and brings it up to date with what happened meanwhile. */
export async function fetchLive<List>(
  fetchList: () => Promise<List>,
  apply: (list: List, event: LiveEvent) => List,
): Promise<List> {
  await whenListening();
  const events: LiveEvent[] = [];
  recordings.add(events);
  try {
    const list = await fetchList();
    return events.reduce(apply, list);
  } finally {
    recordings.delete(events);
  }
}

/** Called by the live cache for everything that arrives. */
export function noteEvents(events: readonly LiveEvent[]): void {
  for (const recording of recordings) recording.push(...events);
}

export function noteStreamState(state: StreamState): void {
  isListening = state === "live";
  if (!isListening) return;
  for (const release of releaseWaiting) release();
  releaseWaiting = [];
}
