/** Reads what an agent says of a script as it comes. Everything in it is checked; what breaks the form is as good as lost. */
import { RUN_SILENCE_MS } from "../../../protocol/limits.ts";
import { type ScriptRunEnd, type ScriptRunLine, scriptRunLine } from "../../../protocol/script-run.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import type { ActiveTarget } from "./active-runs.ts";

/** A line holds at most what is kept of a run, in escapes. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** All lines together: what is kept, said a byte at a time, and a sign of life every few seconds for a day. */
const MAX_BYTES = 64 * 1024 * 1024;

/** @returns null: it broke off, said nothing for too long, or what could not be understood */
export async function followOutput(
  bytes: Bytes,
  target: ActiveTarget,
  silenceMs: number = RUN_SILENCE_MS,
): Promise<ScriptRunEnd | null> {
  const reader = bytes.getReader();
  let ended: ScriptRunEnd | null = null;
  try {
    for await (const text of linesOf(() => nextWithin(reader, silenceMs))) {
      const line = understand(text);
      if (!line) return null;
      if (line.type === "output") target.add(line);
      if (line.type !== "end") continue;
      if (line.truncated) target.markCut();
      ended = line;
    }
    return ended;
  } catch {
    return ended;
  } finally {
    // The agent hears that nobody listens any more; after the last byte it changes nothing.
    await reader.cancel().catch(() => undefined);
  }
}

async function nextWithin(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  silenceMs: number,
): Promise<Uint8Array | null> {
  const silence = Promise.withResolvers<never>();
  const timer = setTimeout(() => silence.reject(new Error("it has gone silent")), silenceMs);
  try {
    const { done, value } = await Promise.race([reader.read(), silence.promise]);
    return done ? null : value;
  } finally {
    clearTimeout(timer);
  }
}

async function* linesOf(next: () => Promise<Uint8Array | null>): AsyncGenerator<string> {
  const begun = new BegunLine();
  let total = 0;
  for (let bytes = await next(); bytes; bytes = await next()) {
    total += bytes.length;
    if (total > MAX_BYTES) throw new Error("lines without end");
    let from = 0;
    // No other character of UTF-8 has this byte in it.
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      begun.add(bytes.subarray(from, at));
      from = at + 1;
      yield begun.take();
    }
    begun.add(bytes.subarray(from));
  }
}

const NEWLINE = 0x0a;

/** A line whose end has not come yet, in room that doubles: however small its pieces are, no byte is copied often. */
class BegunLine {
  #room = Buffer.alloc(0);
  #length = 0;

  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > MAX_LINE_BYTES) throw new Error("a line without end");
    if (length > this.#room.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#room.length));
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    this.#room.set(bytes, this.#length);
    this.#length = length;
  }

  take(): string {
    const text = this.#room.toString("utf8", 0, this.#length);
    this.#length = 0;
    return text;
  }
}

function understand(text: string): ScriptRunLine | null {
  try {
    return scriptRunLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
