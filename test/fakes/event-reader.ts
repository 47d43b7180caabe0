/** Reads `/api/events` as a browser does, kept for waiting on the next event of a type. */
import { waitUntil } from "./wait-until.ts";

export type ReadEvent = { id: string; type: string; data: Record<string, unknown> };

export type EventReader = {
  /** The next one of that type; others that came before it are passed over. */
  next(type: string): Promise<ReadEvent>;
  /** The types of all that came, in order. */
  seen: readonly string[];
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
};

/** Resolves once the stream is open: what happens from now on is told. */
export async function openEvents(url: string, cookie: string, lastEventId?: string, query = ""): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/events${query}`, {
    headers: { cookie, ...(lastEventId && { "Last-Event-ID": lastEventId }) },
    signal: abort.signal,
  });
  if (!response.ok || !response.body) throw new Error(`/api/events answered ${response.status}`);
  const events: ReadEvent[] = [];
  const seen: string[] = [];
  const opened = Promise.withResolvers<void>();
  const ended = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      opened.resolve();
      for (const block of blocks.filter((one) => one.startsWith("event:"))) {
        const event = parse(block);
        events.push(event);
        seen.push(event.type);
      }
    }
  })().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  await opened.promise;
  return {
    next: (type) =>
      waitUntil(`the event ${type}`, () => {
        const at = events.findIndex((event) => event.type === type);
        return at < 0 ? null : events.splice(0, at + 1).at(-1);
      }),
    seen,
    ended,
    close: () => abort.abort(),
  };
}

function parse(block: string): ReadEvent {
  const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1] ?? "";
  return { id: field("id"), type: field("event"), data: JSON.parse(field("data")) };
}
