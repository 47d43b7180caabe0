/** One folder by `list_files`. The answer names no asker: it is told from those of others by its path. */
import type { FolderListing } from "../../../../../protocol/rest/files.ts";
import type { ViewerClock } from "../../viewer-clock.ts";
import { type FileLink, LOST_WORDS, subjectOf, TransferFailure } from "./file-link.ts";

const ANSWER_WITHIN_MS = 15_000;

/** @throws TransferFailure when it is refused, cannot be read, or nobody answers */
export function listFolder(link: FileLink, clock: ViewerClock, path: string): Promise<FolderListing> {
  const { promise, resolve, reject } = Promise.withResolvers<FolderListing>();
  const stop = link.listen((message) => {
    if (message.type === "lost") reject(new TransferFailure(`${LOST_WORDS}.`));
    else if (message.type === "error") {
      const subject = subjectOf(message);
      if (subject === "list_files" || (subject === null && link.isAlone()))
        reject(new TransferFailure(message.message));
    } else if (message.type === "file_list" && isAnswerTo(path, message.path, link)) {
      const { entries, error } = message;
      if (error !== undefined && entries.length === 0) reject(new TransferFailure(error));
      else resolve(listingOf(message.path, entries, error !== undefined));
    }
  });
  const cancel = clock.after(ANSWER_WITHIN_MS, () => reject(new TransferFailure("The machine does not answer.")));
  if (!link.send({ type: "list_files", path })) reject(new TransferFailure(`${LOST_WORDS}.`));
  return promise.finally(() => {
    stop();
    cancel();
  });
}

/** `~` and links are answered with where they lead. */
function isAnswerTo(asked: string, answered: string, link: FileLink): boolean {
  const plain = (path: string) => path.replace(/(.)[\\/]+$/, "$1");
  const isWhole = /^([\\/]|[A-Za-z]:)/.test(asked);
  return plain(asked) === plain(answered) || !isWhole || link.isAlone();
}

type PlainEntry = Omit<FolderListing["entries"][number], "modified_at"> & { modified_at?: string | null };

function listingOf(path: string, entries: readonly PlainEntry[], is_cut: boolean): FolderListing {
  const whole = entries.map((entry) => ({ ...entry, modified_at: entry.modified_at ?? null }));
  return { path, home: path, entries: whole, is_cut, free_bytes: null, as_user: "" };
}
