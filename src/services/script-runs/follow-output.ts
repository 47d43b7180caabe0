/** Reads what an agent says of a script as it comes. Everything in it is checked; what breaks the form is as good as lost. */
import { RUN_SILENCE_MS } from "../../../protocol/limits.ts";
import { type ScriptRunEnd, type ScriptRunLine, scriptRunLine } from "../../../protocol/script-run.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import type { ActiveTarget } from "./active-runs.ts";

/** A line holds at most what is kept of a run, in escapes. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

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
  const decoder = new TextDecoder();
  let rest = "";
  for (let bytes = await next(); bytes; bytes = await next()) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE_BYTES) throw new Error("a line without end");
    yield* lines;
  }
}

function understand(text: string): ScriptRunLine | null {
  try {
    return scriptRunLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
