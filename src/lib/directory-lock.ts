/**
 * One server per DATA_DIR: two processes on the embedded database would destroy it. The kernel's lock (flock) goes with its
 * process however that ends; where there is none, the process that the file names is looked up by id and start time.
 */

import { dlopen, FFIType } from "bun:ffi";
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { reasonOf, StartFailure } from "./start-failure.ts";

export type DirectoryLock = { release(): void };

type Holder = { pid: number; startTime: string | null };

/** @throws StartFailure when a server runs on this directory */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, "server.lock");
  let file: number;
  try {
    // "a+": made where missing, and what the holder wrote stays until the lock is ours.
    file = openSync(path, "a+", 0o600);
  } catch (error) {
    throw new StartFailure(`${path} cannot be opened: ${reasonOf(error)}`);
  }
  const before = readHolder(path);
  const locked = flock(file);
  if (locked === "held" || (locked === "unsupported" && before && isRunning(before))) {
    closeSync(file);
    const who = before ? ` (process ${before.pid})` : "";
    throw new StartFailure(
      `Another server${who} runs on DATA_DIR ${directory}: stop it first, or give this one a DATA_DIR of its own`,
    );
  }
  ftruncateSync(file);
  const holder: Holder = { pid: process.pid, startTime: startTimeOf(process.pid) };
  writeSync(file, `${JSON.stringify(holder)}\n`, 0);
  return {
    release() {
      ftruncateSync(file);
      closeSync(file);
    },
  };
}

function readHolder(path: string): Holder | null {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(path, "utf8"));
    return Number.isInteger(pid) ? { pid, startTime } : null;
  } catch {
    // Empty after a clean stop, or cut off by a crash: it names nobody.
    return null;
  }
}

/** The same id may be another process by now: then it started at another time. */
function isRunning({ pid, startTime }: Holder): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return startTimeOf(pid) === startTime;
}

/** Clock ticks after boot (proc(5), stat field 22); null where there is no /proc. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 2 is the program's name in brackets, which may hold spaces and brackets itself.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

const LIBC: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["libc.so.6", `libc.musl-${process.arch === "arm64" ? "aarch64" : "x86_64"}.so.1`],
  darwin: ["libSystem.B.dylib"],
};
/** flock(2): LOCK_EX | LOCK_NB. */
const EXCLUSIVE_NOW = 2 | 4;

function flock(file: number): "locked" | "held" | "unsupported" {
  for (const name of LIBC[process.platform] ?? []) {
    try {
      // int flock(int fd, int operation);
      const libc = dlopen(name, { flock: { args: [FFIType.int, FFIType.int], returns: FFIType.int } });
      return libc.symbols.flock(file, EXCLUSIVE_NOW) === 0 ? "locked" : "held";
    } catch {
      // This C library is not on this system: the next one, or none.
    }
  }
  return "unsupported";
}
