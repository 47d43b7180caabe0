/** How the machine's files are reached: over HTTP, or by the messages that agents of other makers know. */
import type { FolderListing } from "../../../../protocol/rest/files.ts";
import { fetchFolder } from "../../api/files.ts";
import type { Viewer } from "../viewer-state.ts";
import type { DownloadQueue } from "./by-messages/message-downloads.ts";
import { createUploadQueue, type UploadQueue } from "./upload-queue.ts";

export type FileAccess = {
  list(path: string, elevated: boolean): Promise<FolderListing>;
  /** @param arrived told of each folder that something new is in */
  createUploads(arrived: (folder: string) => void): UploadQueue;
  /** null: the browser downloads by itself, also folders, and several at once. */
  downloads: DownloadQueue | null;
  /** Names, folders and what there is can be changed; folders can be sent; an administrator's files can be seen. */
  hasAll: boolean;
};

export function filesOverHttp({ sessionId }: Viewer): FileAccess {
  return {
    list: (path, elevated) => fetchFolder({ sessionId, elevated }, path),
    createUploads: (arrived) => createUploadQueue(sessionId, arrived),
    downloads: null,
    hasAll: true,
  };
}
