/** The agent's two places on the disk: the one that runs, and beside it the one before, or the one that is tried. */
import { accessSync, constants, linkSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { reasonOf } from "../exit.ts";

export type Slots = {
  /** What starts with the machine. It is a whole agent that has proved itself at any moment, also after a power cut. */
  current: string;
  next: string;
  previous: string;
};

/** Read once: after it is replaced, the kernel calls this process's own file deleted. */
const EXECUTABLE = process.execPath;

/** null: this is no compiled agent, but sources run by Bun. */
export function ownSlots(): Slots | null {
  if (!/^(?:\/\$bunfs\/|[A-Za-z]:[\\/]~BUN[\\/])/.test(Bun.main)) return null;
  return { current: EXECUTABLE, next: `${EXECUTABLE}.next`, previous: `${EXECUTABLE}.previous` };
}

/** @returns why nothing can be put there; null: it can */
export function whyNotReplaceable({ current }: Slots): string | null {
  try {
    accessSync(dirname(current), constants.W_OK);
    return null;
  } catch (failure) {
    return `this user may not write to ${dirname(current)} (${reasonOf(failure)}): install it anew there, or as root`;
  }
}

/** `next` becomes `current` in one step, `current` becomes `previous`. */
export function putInPlace({ current, next, previous }: Slots): void {
  rmSync(previous, { force: true });
  // A second name first: there is no moment without an agent.
  if (process.platform === "win32") renameSync(current, previous);
  else linkSync(current, previous);
  renameSync(next, current);
}
