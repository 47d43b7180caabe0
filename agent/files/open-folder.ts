/**
 * A folder held open, so that what is done in it is done there and nowhere else, whatever is renamed or linked meanwhile. On
 * Linux its contents are named through the open folder (/proc/self/fd/N/…), elsewhere by its path.
 */

import { dlopen } from "bun:ffi";
import { closeSync, constants, fstatSync, fsyncSync, lstatSync, openSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../streams/exchange.ts";
import { codeOf } from "./file-failure.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

export type OpenFolder = {
  /** Where the entry is named for the system; the empty name: the folder itself. */
  at(name: string): string;
  /** The entry itself, also where it is a link. @throws as `lstatSync` */
  look(name: string): Stats;
  /** A folder in it that is no link. */
  enter(name: string): OpenFolder;
  modifiedAt(): Date;
  /** Its entries are on the disk when this returns. */
  sync(): void;
  close(): void;
};

/** Links on the way are followed: they were there before. @throws as `openSync` */
export function openFolder(path: string): OpenFolder {
  if (process.platform !== "linux") return folderByPath(path);
  return folderOf(openSync(path, O_RDONLY | O_DIRECTORY));
}

function folderOf(fd: number): OpenFolder {
  const at = (name: string) => `/proc/self/fd/${fd}/${name}`;
  return {
    at,
    look: (name) => lstatSync(at(name)),
    modifiedAt: () => fstatSync(fd).mtime,
    enter: (name) => folderOf(openSync(at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)),
    sync: () => fsyncSync(fd),
    close: () => closeSync(fd),
  };
}

function folderByPath(path: string): OpenFolder {
  return {
    at: (name) => join(path, name),
    look: (name) => lstatSync(join(path, name)),
    modifiedAt: () => statSync(path).mtime,
    enter: (name) => folderByPath(join(path, name)),
    // Windows syncs no folders, and macOS none that matters here.
    sync: () => undefined,
    close: () => undefined,
  };
}

/** linux/fs.h: fail where the target exists. */
const RENAME_NOREPLACE = 1;
/** fcntl.h: paths are as the process sees them. */
const AT_FDCWD = -100;

let library: ReturnType<typeof openLibrary> | null = null;

/** Gives a file its name, unless there is one of that name: in one step, so that nobody's file is lost. @throws Refusal */
export function renameNew(from: string, to: string, fallback: { exists(): boolean; rename(): void }): void {
  if (process.platform === "linux") {
    library ??= openLibrary();
    if (library.renameat2(AT_FDCWD, cString(from), AT_FDCWD, cString(to), RENAME_NOREPLACE) === 0) return;
  }
  // Its reason is not told: an old file system may not know the flag.
  if (fallback.exists()) throw new Refusal("conflict", "there is one of that name already", { code: "already_exists" });
  fallback.rename();
}

function openLibrary() {
  const { symbols } = dlopen("libc.so.6", {
    // int renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned int flags)
    renameat2: { args: ["i32", "ptr", "i32", "ptr", "u32"], returns: "i32" },
  });
  return symbols;
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** Whether there is none: any other failure is thrown. */
export function isAbsent(failure: unknown): boolean {
  return codeOf(failure) === "ENOENT";
}
