/** The person at this machine, as the agent's rooms may speak to them: short notices that nobody has to answer. */
import { existsSync } from "node:fs";
import type { FoundDisplay } from "../display/find-display.ts";
import { reasonOf } from "../exit.ts";
import { type Log, oneLine } from "../log.ts";
import { desktopCommand } from "./desktop-command.ts";
import { type Notice, type NoticeProgram, noticePrograms } from "./notice-programs.ts";

export interface Person {
  /** Shows it where that can be done; never waits and never fails. Say only what they should know of. */
  say(notice: Notice): void;
}

export type PersonOptions = {
  findDisplay(): Promise<FoundDisplay>;
  /** Somebody sits there and is asked: a small window is better than nothing. Elsewhere it would only be in the way. */
  mayOpenWindows: boolean;
  log: Log;
  programs?: readonly NoticeProgram[];
};

/** A notification server that does not answer must not keep its programs. */
const PROGRAM_TIMEOUT_MS = 30_000;
const MAX_TITLE = 80;
const MAX_TEXT = 300;

export function createPerson({ findDisplay, mayOpenWindows, log, programs = noticePrograms }: PersonOptions): Person {
  let last = Promise.resolve();

  async function show(notice: Notice): Promise<void> {
    const found = await findDisplay();
    if (found.kind === "problem") return;
    const usable = programs.filter(({ path, isWindow }) => (mayOpenWindows || !isWindow) && existsSync(path));
    for (const program of usable) {
      const { argv, env } = desktopCommand(
        [program.path, ...program.arguments(notice)],
        found.access,
        program.environment?.(notice),
      );
      const run = Bun.spawn(argv, { env, stdio: ["ignore", "ignore", "ignore"], timeout: PROGRAM_TIMEOUT_MS });
      // A window stays until it is seen; the next notice need not wait for that.
      if (program.isWindow) return;
      if ((await run.exited) === 0) return;
    }
  }

  return {
    say({ title, text }) {
      const notice = { title: oneLine(title, MAX_TITLE), text: oneLine(text, MAX_TEXT) };
      last = last
        .then(() => show(notice))
        .catch((failure) => log.detail(`a notice was not shown: ${reasonOf(failure)}`));
    },
  };
}
