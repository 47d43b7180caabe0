/** The machine's files by messages, for as long as the component that asks is there. */
import { browserClock } from "../../viewer-clock.ts";
import type { Viewer } from "../../viewer-state.ts";
import type { FileAccess } from "../file-access.ts";
import { createFileLink } from "./create-file-link.ts";
import { listFolder } from "./list-folder.ts";
import { createMessageDownloads } from "./message-downloads.ts";
import { createMessageUploads } from "./message-uploads.ts";

export function filesByMessages(viewer: Viewer): FileAccess {
  const link = createFileLink(viewer);
  return {
    async list(path) {
      // Not every agent knows what "~" is.
      if (path === "~")
        return await listFolder(link, browserClock, path).catch(() => listFolder(link, browserClock, "/"));
      return await listFolder(link, browserClock, path);
    },
    createUploads: (arrived) => createMessageUploads(link, browserClock, arrived),
    downloads: createMessageDownloads(link, browserClock),
    hasAll: false,
  };
}
