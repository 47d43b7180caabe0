/** The order of a folder's list: folders first, names as people count ("2" before "10"). */
import type { FileEntry } from "../../../../protocol/rest/files.ts";

export type EntrySort = "name" | "size" | "modified";

export const isFolder = (entry: FileEntry) => (entry.target_type ?? entry.type) === "directory";

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

export function sortEntries(
  entries: readonly FileEntry[],
  { by, isDescending, showsHidden }: { by: EntrySort; isDescending: boolean; showsHidden: boolean },
): FileEntry[] {
  const direction = isDescending ? -1 : 1;
  const compare = (a: FileEntry, b: FileEntry): number => {
    if (by === "size") return a.size - b.size;
    if (by === "modified") return (a.modified_at ?? "").localeCompare(b.modified_at ?? "");
    return 0;
  };
  return entries
    .filter(({ name }) => showsHidden || !name.startsWith("."))
    .sort(
      (a, b) =>
        Number(isFolder(b)) - Number(isFolder(a)) ||
        direction * compare(a, b) ||
        (by === "name" ? direction : 1) * names.compare(a.name, b.name),
    );
}
