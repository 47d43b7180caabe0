/** The agent's two places on the disk: the one that runs, and beside it the one before, or the one that is tried. */
import { accessSync, constants, copyFileSync, linkSync, renameSync, rmSync } from "node:fs";
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

/** What a power cut left behind while it was tried. In a folder of others it may be theirs: no reason not to start. */
export function clearNext({ next }: Slots): void {
  try {
    rmSync(next, { force: true });
  } catch {
    // A download fails of it, and that is told.
  }
}

/** `next` becomes `current` in one step, `current` becomes `previous`. @throws what the file system says; `current` stands */
export function putInPlace({ current, next, previous }: Slots): void {
  rmSync(previous, { force: true });
  // A running program can only be moved away there.
  if (process.platform === "win32") renameSync(current, previous);
  else secondName(current, previous);
  try {
    renameSync(next, current);
  } catch (failure) {
    if (process.platform === "win32") renameSync(previous, current);
    throw failure;
  }
}

/** There is no moment without an agent. */
function secondName(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // The file system has no links, or the kernel allows none to what belongs to somebody else.
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
}
