/** The last step of an upload: the part, which is on the disk, takes the target's name. */
import { existsSync, fchmodSync, renameSync } from "node:fs";
import { Refusal } from "../streams/exchange.ts";
import { entryIfThere } from "./file-facts.ts";
import { codeOf } from "./file-failure.ts";
import { type OpenFolder, renameNew } from "./open-folder.ts";

/** What a new file of the user's would have. */
const NEW_FILE_MODE = 0o666 & ~process.umask();

/** @throws Refusal when a file is there and may not be replaced; nothing has changed then */
export function refuseTaken(folder: OpenFolder, name: string, mayReplace: boolean): void {
  const there = entryIfThere(folder.at(name), name);
  if (there?.type === "directory") {
    throw new Refusal("conflict", `“${name}” is a folder: choose another name`, { code: "is_a_folder" });
  }
  if (there && !mayReplace) {
    throw new Refusal("conflict", `“${name}” is there already: replace it, or choose another name`, {
      code: "already_exists",
      facts: { size: there.size, modified_at: there.modified_at },
    });
  }
}

export type Part = { name: string; fd: number };

/** In one step: whoever opens the target sees the old file or the new one, whole. A link is replaced, not followed. */
export function putInPlace(folder: OpenFolder, part: Part, name: string, mayReplace: boolean): void {
  const [from, to] = [folder.at(part.name), folder.at(name)];
  const before = mayReplace ? entryModeOf(folder, name) : null;
  // By the open file: the name may be somebody else's link by now.
  fchmodSync(part.fd, before ?? NEW_FILE_MODE);
  try {
    if (mayReplace) renameSync(from, to);
    else renameNew(from, to, { exists: () => existsSync(to), rename: () => renameSync(from, to) });
  } catch (failure) {
    if (codeOf(failure) === "EISDIR" || codeOf(failure) === "ENOTEMPTY") {
      throw new Refusal("conflict", `“${name}” is a folder: choose another name`, { code: "is_a_folder" });
    }
    throw failure;
  }
}

/** Permissions of the file that is replaced stay; that it runs as its owner does not: the content is another. */
function entryModeOf(folder: OpenFolder, name: string): number | null {
  const stats = existsSync(folder.at(name)) ? folder.look(name) : null;
  return stats?.isFile() ? stats.mode & 0o777 : null;
}
