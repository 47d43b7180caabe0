/** One agent per config: an advisory lock that the kernel drops with the process, however it ends. */

import { dlopen, FFIType } from "bun:ffi";
import { closeSync, constants, fstatSync, openSync, rmSync, statSync } from "node:fs";
import { EXIT, FatalError, reasonOf } from "../exit.ts";

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * @param configPath the config that the lock stands beside
 * @returns releases the lock
 * @throws FatalError when another agent holds it
 */
export function lockConfig(configPath: string): () => void {
  if (process.platform === "win32") return () => {};
  const path = `${configPath}.lock`;
  for (;;) {
    const file = openLockFile(path);
    if (!flock(file)) {
      closeSync(file);
      throw new FatalError(
        `another agent is already running with ${configPath}: stop it first, or use another --config`,
        EXIT.alreadyRunning,
      );
    }
    // An agent that was just ending may have removed the file between our opening and locking it.
    if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino) {
      return () => {
        rmSync(path, { force: true });
        closeSync(file);
      };
    }
    closeSync(file);
  }
}

function openLockFile(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (failure) {
    throw new FatalError(`cannot open ${path}: ${reasonOf(failure)}`, EXIT.badConfig);
  }
}

function flock(file: number): boolean {
  const library = dlopen(process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6", {
    // int flock(int fd, int operation)
    flock: { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 },
  });
  return library.symbols.flock(file, LOCK_EX | LOCK_NB) === 0;
}
