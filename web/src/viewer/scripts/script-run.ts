/** One run as its panel follows it: what has come of its output, and how it stands. */
import { createSignal } from "solid-js";
import type { ViewerInbound } from "../../../../protocol/messages/relay-to-viewer.ts";

type Output = Extract<ViewerInbound, { type: "script_output" }>;
type Exit = Extract<ViewerInbound, { type: "script_exit" }>;

export type RunState =
  | { kind: "running"; isStopping: boolean }
  | { kind: "ended"; exitCode: number | null; reason?: Exit["reason"]; isTruncated: boolean; message: string | null };

/** @param attach asks for the output from there on again */
export function createScriptRun(id: string, write: (text: string) => void, attach: (offset: number) => void) {
  const startedAtMs = Date.now();
  const [state, setState] = createSignal<RunState>({ kind: "running", isStopping: false });
  const [endedAtMs, setEndedAtMs] = createSignal<number | null>(null);
  /** UTF-16 units of the output so far: where to go on after a connection that broke. */
  let offset = 0;
  let askedFrom = -1;

  return {
    id,
    startedAtMs,
    state,
    endedAtMs,
    offset: () => offset,
    hear({ data, offset: from = offset, stream, lost = false }: Output): void {
      if (from > offset && !lost) {
        // It came before the answer to what was missed: that brings it once more, in its place.
        if (askedFrom !== offset) attach(offset);
        askedFrom = offset;
        return;
      }
      if (from > offset) write("\r\n[some of the output was lost with the connection]\r\n");
      const fresh = data.slice(Math.max(0, offset - from));
      offset = Math.max(offset, from + data.length);
      if (fresh !== "") write(stream === "stderr" ? inRed(fresh) : fresh);
    },
    stopping(): void {
      if (state().kind === "running") setState({ kind: "running", isStopping: true });
    },
    /** The machine is back: what it said meanwhile is missing. */
    resume(): void {
      if (state().kind !== "running") return;
      askedFrom = offset;
      attach(offset);
    },
    end({ exit_code, reason, truncated = false, message }: Omit<Exit, "type">): void {
      if (state().kind === "ended") return;
      setEndedAtMs(Date.now());
      setState({ kind: "ended", exitCode: exit_code, reason, isTruncated: truncated, message: message ?? null });
    },
  };
}

export type ScriptRun = ReturnType<typeof createScriptRun>;

/** Errors stand out, unless they bring colours of their own. */
function inRed(text: string): string {
  return text.includes("\x1b") ? text : `\x1b[31m${text}\x1b[39m`;
}

export function runWords(state: RunState): string {
  if (state.kind === "running") return state.isStopping ? "Stopping…" : "Running";
  if (state.message) return state.message;
  const cut = state.isTruncated ? "; only the first 10 MiB of its output are shown" : "";
  if (state.reason === "stopped") return `Stopped${cut}`;
  if (state.reason === "timed_out") return `Stopped: it took longer than it may${cut}`;
  return state.exitCode === null ? `It was killed${cut}` : `Exit code ${state.exitCode}${cut}`;
}
