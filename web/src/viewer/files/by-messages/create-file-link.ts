/** The viewer's session as a link for transfers, for as long as the component that asks is there. */
import { createEffect, on } from "solid-js";
import type { Viewer } from "../../viewer-state.ts";
import type { FileLink, FileMessage } from "./file-link.ts";

export function createFileLink(viewer: Viewer): FileLink {
  const listeners = new Set<(message: FileMessage) => void>();
  const tell = (message: FileMessage): void => {
    // A copy: who hears its last message stops listening.
    for (const hear of [...listeners]) hear(message);
  };
  for (const type of ["file_list", "file_chunk", "file_upload_taken", "error"] as const) viewer.onMessage(type, tell);
  const isThere = () => viewer.phase().kind === "active" || viewer.phase().kind === "no_picture";
  createEffect(on(isThere, (isThereNow) => !isThereNow && tell({ type: "lost" }), { defer: true }));
  return {
    send: (message) => viewer.send(message),
    bufferedBytes: () => viewer.bufferedBytes(),
    isAlone: () => viewer.snapshot().viewers.length <= 1,
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
