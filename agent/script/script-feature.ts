/** Scripts of a session: each run once, its output sent as it comes and again to viewers that were away. */
import { DEFAULT_SCRIPT_TIMEOUT_S } from "../../protocol/limits.ts";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import { partsOf, waitForRoom } from "../text-parts.ts";
import { KeptOutput } from "./kept-output.ts";
import { runScript, type ScriptEnd, type ScriptRun } from "./run-script.ts";

/** Scripts that run at once in a session; more is a mistake. */
const MAX_RUNNING = 8;
/** Runs that are remembered: none of them starts a second time, and their output can be asked for again. */
const MAX_REMEMBERED = 32;

type Run = { id: string; isElevated: boolean; output: KeptOutput; script: ScriptRun; end: ScriptEnd | null };
type ExecScript = Extract<ForwardedMessage, { type: "exec_script" }>;

export function createScriptFeature(context: FeatureContext): SessionFeature {
  const { say, clock, log } = context;
  const runs = new Map<string, Run>();

  function start(message: ExecScript): void {
    const { run_id: id = crypto.randomUUID(), script, shell } = message;
    if (runs.has(id)) {
      say({ type: "error", code: "conflict", message: `the script run ${id} was started before: it is not run again` });
      return;
    }
    const running = [...runs.values()].filter(({ end }) => end === null);
    if (running.length >= MAX_RUNNING) {
      const text = `${MAX_RUNNING} scripts run already: wait for one, or stop one`;
      say({ type: "script_exit", run_id: id, exit_code: null, reason: "not_started", message: text });
      return;
    }
    const output = new KeptOutput();
    const isElevated = message.elevated ?? false;
    const run: Run = { id, isElevated, output, end: null, script: { stop: () => {} } };
    runs.set(id, run);
    forgetOldest();
    log.info(`a script runs (${shell}${isElevated ? ", as administrator" : ""})`);
    const timeoutMs = (message.timeout_s ?? DEFAULT_SCRIPT_TIMEOUT_S) * 1000;
    const request = {
      script,
      shell,
      timeoutMs,
      parameters: message.parameters ?? {},
      isElevated,
    };
    run.script = runScript(request, clock, {
      async output(stream, text) {
        for (const data of partsOf(text)) {
          const part = output.add(stream, data);
          if (!part) return;
          await waitForRoom(context);
          say({ type: "script_output", run_id: id, ...part });
        }
      },
      ended(end) {
        run.end = end;
        sayEnd(run, end);
      },
    });
  }

  function sayEnd({ id, output }: Run, { exitCode, reason, message }: ScriptEnd): void {
    say({
      type: "script_exit",
      run_id: id,
      exit_code: exitCode,
      truncated: output.isTruncated,
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    });
  }

  function stop({ run_id: id, permissions }: Extract<ForwardedMessage, { type: "stop_script" }>): void {
    const run = runs.get(id);
    // What the administrator has begun, an upgrade perhaps, is not for others to break off.
    if (run?.isElevated && !permissions.includes("elevated")) {
      say({ type: "error", code: "forbidden", message: 'stop_script: this script needs "elevated"' });
    } else run?.script.stop();
  }

  function attach(id: string, offset: number): void {
    const run = runs.get(id);
    if (!run) {
      const text = "this machine does not know that run any more: its agent was restarted";
      say({ type: "script_exit", run_id: id, exit_code: null, message: text });
      return;
    }
    for (const [index, part] of run.output.since(offset).entries()) {
      say({
        type: "script_output",
        run_id: id,
        ...part,
        ...(index === 0 && part.offset > offset ? { lost: true } : {}),
      });
    }
    if (run.end) sayEnd(run, run.end);
  }

  function forgetOldest(): void {
    for (const [id, { end }] of runs) {
      if (runs.size <= MAX_REMEMBERED) return;
      if (end) runs.delete(id);
    }
  }

  return {
    takes: new Set(["exec_script", "stop_script", "script_attach"]),
    receive(message) {
      if (message.type === "exec_script") start(message);
      else if (message.type === "stop_script") stop(message);
      else if (message.type === "script_attach") attach(message.run_id, message.offset);
    },
    end() {
      for (const { script, end } of runs.values()) if (!end) script.stop();
    },
  };
}
