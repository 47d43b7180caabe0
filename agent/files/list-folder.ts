/** `file_list`: what is in a folder. */
import { readdirSync, statfsSync } from "node:fs";
import type { FileEntry, FolderListing } from "../../protocol/rest/files.ts";
import { entryIfThere } from "./file-facts.ts";
import { inWords } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { type OpenFolder, openFolder } from "./open-folder.ts";
import { PART_NAME, resolvePath } from "./remote-path.ts";

/** More than a person looks through; the answer stays below 16 MiB. */
const MAX_ENTRIES = 50_000;

/** @throws Refusal */
export function listFolder(path: string, identity: FileIdentity, maxEntries = MAX_ENTRIES): FolderListing {
  const whole = resolvePath(path, identity.home);
  return actAs(identity, () =>
    inWords(whole, () => {
      const folder = openFolder(whole);
      try {
        const names = readdirSync(folder.at("")).filter((name) => !PART_NAME.test(name));
        return {
          path: whole,
          home: identity.home,
          entries: names.slice(0, maxEntries).flatMap((name) => entryOf(folder, name)),
          is_cut: names.length > maxEntries,
          free_bytes: freeBytes(folder),
          as_user: identity.name,
        };
      } finally {
        folder.close();
      }
    }),
  );
}

function entryOf(folder: OpenFolder, name: string): FileEntry[] {
  try {
    // What went meanwhile is not there.
    const entry = entryIfThere(folder.at(name), name);
    return entry ? [entry] : [];
  } catch {
    // A folder may let its names be read and nothing else of them.
    return [{ name, type: "other", size: 0, modified_at: null }];
  }
}

function freeBytes(folder: OpenFolder): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder.at(""));
    return bavail * bsize;
  } catch {
    return null;
  }
}
