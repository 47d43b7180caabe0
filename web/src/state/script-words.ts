/** How scripts, their shells and what became of a run are called. */
import type { RunMachine, SavedScript, ScriptRun } from "../../../protocol/rest/scripts.ts";
import type { BadgeTone } from "../components/badge.tsx";

export type Shell = SavedScript["shell"];

export const SHELLS: readonly (readonly [Shell, string])[] = [
  ["bash", "Bash"],
  ["sh", "sh"],
  ["powershell", "PowerShell"],
  ["cmd", "cmd"],
];

export const TIME_LIMITS: readonly (readonly [number, string])[] = [
  [60, "1 minute"],
  [300, "5 minutes"],
  [900, "15 minutes"],
  [3_600, "1 hour"],
  [21_600, "6 hours"],
  [86_400, "1 day"],
];

export function shellName(shell: Shell): string {
  return SHELLS.find(([value]) => value === shell)?.[1] ?? shell;
}

/** The choices, with the present one where an API set something else. */
export function timeLimits(present: number): readonly (readonly [number, string])[] {
  const isThere = TIME_LIMITS.some(([seconds]) => seconds === present);
  return isThere ? TIME_LIMITS : [...TIME_LIMITS, [present, timeLimit(present)]];
}

/** As a person says it; what was set by an API to something else in seconds. */
export function timeLimit(seconds: number): string {
  return TIME_LIMITS.find(([value]) => value === seconds)?.[1] ?? `${seconds} s`;
}

export function machineResult({ state, exit_code }: Pick<RunMachine, "state" | "exit_code">): {
  words: string;
  tone: BadgeTone;
} {
  switch (state) {
    case "queued":
      return { words: "Waiting", tone: "neutral" };
    case "running":
      return { words: "Running", tone: "busy" };
    case "done":
      if (exit_code === 0) return { words: "Succeeded", tone: "online" };
      return { words: exit_code === null ? "Killed" : `Exit code ${exit_code}`, tone: "danger" };
    case "timed_out":
      return { words: "Took too long", tone: "danger" };
    case "not_started":
      return { words: "Not started", tone: "danger" };
    case "stopped":
      return { words: "Stopped", tone: "neutral" };
    case "offline":
      return { words: "Offline", tone: "warning" };
    case "needs_consent":
      return { words: "Needs its person", tone: "warning" };
    case "refused":
      return { words: "Refused", tone: "danger" };
    case "unsupported":
      return { words: "Agent too old", tone: "warning" };
    case "removed":
      return { words: "Removed", tone: "neutral" };
    case "unknown":
      return { words: "Not known", tone: "warning" };
  }
}

/** Worth another try: everything that did not succeed and is over. */
export function isFailed({ state, exit_code, ended_at }: RunMachine): boolean {
  return ended_at !== null && !(state === "done" && exit_code === 0);
}

export function runResult({ ended_at, counts, machine_count }: ScriptRun): { words: string; tone: BadgeTone } {
  if (ended_at === null) {
    const over = machine_count - counts.waiting - counts.running;
    return { words: `${over} of ${machine_count} done`, tone: "busy" };
  }
  const missed = counts.failed + counts.other;
  if (missed === 0) return { words: "Succeeded", tone: "online" };
  if (counts.failed === 0) return { words: `${counts.other} not reached`, tone: "warning" };
  return { words: `${missed} failed`, tone: "danger" };
}
