/** Asks the person at this machine whether a technician may connect: a native dialog, and silence is a no. */
import { existsSync } from "node:fs";
import { CONSENT_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { FoundDisplay } from "../display/find-display.ts";
import { reasonOf } from "../exit.ts";
import { oneLine } from "../log.ts";
import { type Dialog, dialogPrograms } from "./dialog-programs.ts";

export type ConsentRequest = {
  technician: string;
  permissions: readonly Permission[] | undefined;
  /** Nobody waits for the answer any more: the dialog goes away. */
  signal: AbortSignal;
};

export type ConsentAnswer =
  | { granted: true }
  | { granted: false; reason: "declined" | "no_answer" | "no_display"; explanation: string };

export type AskConsent = (request: ConsentRequest) => Promise<ConsentAnswer>;

export type AskConsentOptions = {
  findDisplay(): Promise<FoundDisplay>;
  timeoutMs?: number;
  programs?: readonly Dialog[];
};

const MAX_NAME_SHOWN = 80;

const SPOKEN: Partial<Record<Permission, string>> = {
  view: "see this screen",
  control: "use mouse and keyboard",
  clipboard: "share the clipboard",
  files_read: "read files",
  files_write: "put files here",
  terminal: "open a terminal",
  scripts: "run scripts",
};

export function createAskConsent(options: AskConsentOptions): AskConsent {
  const programs = options.programs ?? dialogPrograms;
  return async ({ technician, permissions, signal }) => {
    const display = await options.findDisplay();
    if (display.kind === "problem") return refused("no_display", display.message);
    const program = programs.find((one) => existsSync(one.path));
    if (!program) {
      return refused("no_display", "neither zenity nor kdialog is installed here to ask with: install zenity");
    }
    if (signal.aborted) return refused("no_answer", "nobody waits for the answer any more");
    const timeoutMs = options.timeoutMs ?? CONSENT_TIMEOUT_MS;
    const argv = [program.path, ...program.arguments(TITLE, question(technician, permissions))];
    try {
      // A clean environment: nothing of the agent's own reaches a program that runs on the person's desktop.
      const env = cleanEnvironment(display.access.display, display.access.authority);
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
    }
  };
}

function answerOf(path: string, exitCode: number, killedBy: number | string | null, timeoutMs: number): ConsentAnswer {
  if (killedBy) return refused("no_answer", `nobody answered within ${timeoutMs / 1000} s`);
  if (exitCode === 0) return { granted: true };
  if (exitCode === 1) return refused("declined", "the person here declined");
  return refused("no_display", `${path} could not show the question (exit code ${exitCode})`);
}

const TITLE = "Remote support";

function question(technician: string, permissions: readonly Permission[] | undefined): string {
  const name = oneLine(technician, MAX_NAME_SHOWN) || "A technician";
  const rights = (permissions ?? ["view", "control"]).flatMap((permission) => SPOKEN[permission] ?? []);
  const may = rights.length > 0 ? `\n\nThis allows them to: ${rights.join(", ")}.` : "";
  return `${name} asks to connect to this computer.${may}\n\nAllow it only if you expect this.`;
}

function cleanEnvironment(display: string, authority: string | null): Record<string, string> {
  return {
    PATH: "/usr/bin:/bin",
    LANG: process.env.LANG ?? "C.UTF-8",
    DISPLAY: display,
    ...(authority ? { XAUTHORITY: authority } : {}),
  };
}

function refused(reason: "declined" | "no_answer" | "no_display", explanation: string): ConsentAnswer {
  return { granted: false, reason, explanation };
}
