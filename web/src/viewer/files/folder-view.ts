/** Which folder of the machine is shown, and what is in it; a change elsewhere is seen by loading it again. */
import { createEffect, createResource, createSignal, on } from "solid-js";
import type { FolderListing } from "../../../../protocol/rest/files.ts";
import type { FilesOf } from "../../api/files.ts";
import type { Viewer } from "../viewer-state.ts";
import type { FileAccess } from "./file-access.ts";
import { parentPath } from "./machine-path.ts";

export function createFolderView(viewer: Viewer, access: FileAccess, elevated: () => boolean) {
  const [path, setPath] = createSignal("~");
  const of = (): FilesOf => ({ sessionId: viewer.sessionId, elevated: elevated() });
  const isThere = () => viewer.phase().kind === "active" || viewer.phase().kind === "no_picture";
  const [listing, { refetch }] = createResource(
    () => (isThere() ? { path: path(), elevated: elevated() } : false),
    ({ path: wanted }) => access.list(wanted, elevated()),
  );
  /** Whatever came last, also while it is loaded again. */
  const [shown, setShown] = createSignal<FolderListing | null>(null);
  createEffect(
    on(
      () => listing.state,
      (state) => state === "ready" && setShown(listing() ?? null),
    ),
  );
  return {
    of,
    isThere,
    shown,
    error: () => (listing.state === "errored" ? (listing.error as unknown) : null),
    isLoading: () => listing.state === "pending" || listing.state === "refreshing",
    /** Whole, once it is known. */
    path: () => shown()?.path ?? path(),
    open(next: string): void {
      if (next === path()) void refetch();
      else setPath(next);
    },
    up(): void {
      const parent = parentPath(shown()?.path ?? path());
      if (parent !== null) setPath(parent);
    },
    refresh: () => void refetch(),
  };
}

export type FolderView = ReturnType<typeof createFolderView>;
