/** What is known of a file, as lists and downloads tell it. */
import { lstatSync, type Stats, statSync } from "node:fs";
import type { FileEntry } from "../../protocol/rest/files.ts";
import { isAbsent } from "./open-folder.ts";

/** @param at where the system finds it @throws as `lstatSync` */
export function entryAt(at: string, name: string): FileEntry {
  const stats = lstatSync(at);
  const entry: FileEntry = { name, type: typeOf(stats), size: stats.size, modified_at: timeOf(stats) };
  return stats.isSymbolicLink() ? { ...entry, ...targetAt(at) } : entry;
}

/** The same name, size and time is taken for the same content; a second's resolution would not tell two edits apart. */
export function tagOf(stats: Stats): string {
  return [stats.ino, stats.size, Math.round(stats.mtimeMs * 1_000)].map((part) => part.toString(36)).join("-");
}

/** null: a time that no calendar has. */
export function timeOf(stats: Stats): string | null {
  const time = new Date(stats.mtimeMs);
  const isWritable = !Number.isNaN(time.getTime()) && time.getFullYear() >= 1 && time.getFullYear() <= 9_999;
  return isWritable ? time.toISOString() : null;
}

function typeOf(stats: Stats): FileEntry["type"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  return stats.isSymbolicLink() ? "symlink" : "other";
}

/** A link has the size of what it leads to, for whoever wants to fetch that. */
function targetAt(at: string): Pick<FileEntry, "target_type"> & { size?: number } {
  try {
    const target = statSync(at);
    const type = typeOf(target);
    return { target_type: type === "symlink" ? "other" : type, size: target.size };
  } catch {
    return { target_type: null };
  }
}

/** null: there is nothing of that name. @throws any other failure */
export function entryIfThere(at: string, name: string): FileEntry | null {
  try {
    return entryAt(at, name);
  } catch (failure) {
    if (isAbsent(failure)) return null;
    throw failure;
  }
}
