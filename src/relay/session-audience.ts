/** Who is in a session, and what is said to which of them: to each what they may have there now. */
import type { Permission } from "../../protocol/permissions.ts";
import type { FileChunk } from "./file-chunk-queue.ts";
import type { ViewerLink } from "./links.ts";

export class SessionAudience {
  readonly #viewers: ReadonlySet<ViewerLink>;
  readonly #allows: (viewer: ViewerLink, permission: Permission) => boolean;

  constructor(viewers: ReadonlySet<ViewerLink>, allows: (viewer: ViewerLink, permission: Permission) => boolean) {
    this.#viewers = viewers;
    this.#allows = allows;
  }

  /**
   * @param permission null: everybody's business
   * @param viewerId where it is about one viewer and nobody else's business
   */
  tellAll(text: string, permission: Permission | null, viewerId?: string): void {
    for (const viewer of this.#viewers) {
      if (viewerId === undefined || viewer.id === viewerId) this.tellOne(viewer, text, permission);
    }
  }

  tellOne(viewer: ViewerLink, text: string, permission: Permission | null): void {
    if (permission === null || this.#allows(viewer, permission)) viewer.send(text);
  }

  passFileChunk(chunk: FileChunk): void {
    for (const viewer of this.#viewers) if (this.#allows(viewer, "files_read")) viewer.sendFileChunk(chunk);
  }
}
