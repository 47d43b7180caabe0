/** Asks the person at this machine whether a technician may connect: a native dialog, and silence is a no. */
import { existsSync } from "node:fs";
import { CONSENT_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { FoundDisplay } from "../display/find-display.ts";
import { reasonOf } from "../exit.ts";
import { desktopCommand } from "../person/desktop-command.ts";
import type { Terminal } from "../person/terminal.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { type Dialog, dialogPrograms } from "./dialog-programs.ts";
import { type Question, questionText } from "./question.ts";

export type ConsentRequest = Question & {
  /** Nobody waits for the answer any more: the dialog goes away. */
  signal: AbortSignal;
};

export type ConsentAnswer =
  | { granted: true }
  | { granted: false; reason: "declined" | "no_answer" | "no_display"; explanation: string };

export type AskConsent = (request: ConsentRequest) => Promise<ConsentAnswer>;

export type AskConsentOptions = {
  findDisplay(): Promise<FoundDisplay>;
  /** Input of technicians is shut out while the dialog is open; the answer lets it in again. */
  shutOutInput?(): Promise<() => void>;
  /** Asked where there is no display. */
  terminal?: Terminal;
  timeoutMs?: number;
  programs?: readonly Dialog[];
};

const TITLE = "Remote support";

export function createAskConsent(options: AskConsentOptions): AskConsent {
  const timeoutMs = options.timeoutMs ?? CONSENT_TIMEOUT_MS;
  const programs = options.programs ?? dialogPrograms;

  async function askOnDesktop(access: DisplayAccess, text: string, signal: AbortSignal): Promise<ConsentAnswer> {
    const program = programs.find((one) => existsSync(one.path));
    if (!program) {
      return refused("no_display", "neither zenity nor kdialog is installed here to ask with: install zenity");
    }
    // From here on nothing that a technician presses reaches the desktop: only the person can answer.
    const letInputIn = await options.shutOutInput?.();
    try {
      if (signal.aborted) return refused("no_answer", "nobody waits for the answer any more");
      const { argv, env } = desktopCommand(
        [program.path, ...program.arguments(TITLE, text)],
        access,
        program.environment?.(TITLE, text),
      );
      const dialog = Bun.spawn(argv, {
        env,
        stdio: ["ignore", "ignore", "ignore"],
        timeout: timeoutMs,
        signal,
        killSignal: "SIGKILL",
      });
      return answerOf(program.path, await dialog.exited, dialog.signalCode, timeoutMs);
    } catch (failure) {
      return refused("no_display", `${program.path} could not be started: ${reasonOf(failure)}`);
    } finally {
      letInputIn?.();
    }
  }

  async function askInTerminal(terminal: Terminal, text: string, signal: AbortSignal): Promise<ConsentAnswer> {
    const waiting = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await terminal.ask(`${text}\n\nAllow it? Type yes or no: `, waiting);
    if (answer === null) return refused("no_answer", `nobody answered within ${timeoutMs / 1000} s`);
    return /^y(es)?$/i.test(answer.trim()) ? { granted: true } : refused("declined", "the person here declined");
  }

  return async ({ signal, ...question }) => {
    const text = questionText(question);
    const display = await options.findDisplay();
    if (display.kind === "found") return askOnDesktop(display.access, text, signal);
    if (options.terminal?.isInteractive()) return askInTerminal(options.terminal, text, signal);
    return refused("no_display", display.message);
  };
}

function answerOf(path: string, exitCode: number, killedBy: number | string | null, timeoutMs: number): ConsentAnswer {
  if (killedBy) return refused("no_answer", `nobody answered within ${timeoutMs / 1000} s`);
  if (exitCode === 0) return { granted: true };
  if (exitCode === 1) return refused("declined", "the person here declined");
  return refused("no_display", `${path} could not show the question (exit code ${exitCode})`);
}

function refused(reason: "declined" | "no_answer" | "no_display", explanation: string): ConsentAnswer {
  return { granted: false, reason, explanation };
}
