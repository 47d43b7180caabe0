/** One run of one script: a process group of its own, its output as it comes, and an end in any case. */
import type { Clock } from "../clock.ts";
import { reasonOf } from "../exit.ts";
import { type Account, ownAccount } from "../users/account.ts";
import { commandAs, runAs } from "../users/run-as.ts";
import { startFolder } from "../users/start-folder.ts";
import { type ScriptFile, writeScriptFile } from "./script-file.ts";
import { findShell, type Shell } from "./shells.ts";

/** Between being asked to end and being ended. */
const KILL_AFTER_MS = 3_000;

export type ScriptRequest = {
  script: string;
  shell: Shell;
  timeoutMs: number;
  parameters: Readonly<Record<string, string>>;
  isElevated: boolean;
};

export type ScriptEnd = {
  /** null: it was killed, or never started. */
  exitCode: number | null;
  reason?: "stopped" | "timed_out" | "not_started";
  /** Why it did not start. */
  message?: string;
};

export type ScriptEvents = {
  /** The next output is read once this has resolved. */
  output(stream: "stdout" | "stderr", text: string): Promise<void>;
  ended(end: ScriptEnd): void;
};

export type ScriptRun = {
  /** Ends the script and everything that it started and that did not leave its group. */
  stop(): void;
};

export function runScript(request: ScriptRequest, clock: Clock, events: ScriptEvents): ScriptRun {
  const shell = findShell(request.shell);
  const as = runAs(request.isElevated);
  if (!shell) return refuse(events, `${request.shell} is not installed on this machine`);
  if (as.kind === "nobody") return refuse(events, as.message);
  let file: ScriptFile | null = null;
  try {
    file = writeScriptFile(request.script, shell.extension, isOther(as.account) ? as.account : null);
    const started = commandAs(as, [shell.path, ...shell.arguments(file.path)], request.parameters);
    return follow(spawn(started, as.account), file, request, clock, events);
  } catch (failure) {
    file?.remove();
    return refuse(events, `${shell.path} could not be started: ${reasonOf(failure)}`);
  }
}

type Child = ReturnType<typeof spawn>;

function spawn({ command, env }: ReturnType<typeof commandAs>, account: Account) {
  return Bun.spawn(command, {
    cwd: startFolder(account),
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    // A session and so a process group of its own (setsid(2)): the whole of it can be ended.
    detached: true,
  });
}

function follow(child: Child, file: ScriptFile, request: ScriptRequest, clock: Clock, events: ScriptEvents): ScriptRun {
  let reason: ScriptEnd["reason"];
  let cancelKill = () => {};

  function end(why: "stopped" | "timed_out"): void {
    if (reason) return;
    reason = why;
    signalGroup(child.pid, "SIGTERM");
    cancelKill = clock.after(KILL_AFTER_MS, () => signalGroup(child.pid, "SIGKILL"));
  }

  const cancelTimeout = clock.after(request.timeoutMs, () => end("timed_out"));
  const streams = Promise.all([
    read(child.stdout, (text) => events.output("stdout", text)),
    read(child.stderr, (text) => events.output("stderr", text)),
  ]);
  void child.exited.then(async () => {
    cancelTimeout();
    // What it left running in its group may hold the pipes open for ever: it ends with the script once that is stopped.
    if (reason) signalGroup(child.pid, "SIGKILL");
    await Promise.race([streams, new Promise<void>((resolve) => clock.after(KILL_AFTER_MS, resolve))]);
    cancelKill();
    file.remove();
    events.ended({ exitCode: child.signalCode ? null : child.exitCode, ...(reason ? { reason } : {}) });
  });
  return { stop: () => end("stopped") };
}

async function read(stream: ReadableStream<Uint8Array>, take: (text: string) => Promise<void>): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) await take(decoder.decode(bytes, { stream: true }));
  const rest = decoder.decode();
  if (rest !== "") await take(rest);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (failure) {
    // It may have ended by itself in this moment, or be another user's by now, as after sudo: then it is not ours to end.
    const code = failure instanceof Error && "code" in failure ? failure.code : "";
    if (code !== "ESRCH" && code !== "EPERM") throw failure;
  }
}

function isOther(account: Account): boolean {
  return account.uid !== ownAccount().uid;
}

function refuse(events: ScriptEvents, message: string): ScriptRun {
  queueMicrotask(() => events.ended({ exitCode: null, reason: "not_started", message }));
  return { stop: () => {} };
}
