/**
 * Whose upload goes to an agent of the plain protocol: its messages name neither the file nor who sends it, so that the pieces
 * of two at once would become one file. An agent that is told of viewers keeps them apart itself.
 */
import type { Clock } from "./clock.ts";
import type { Uploads, ViewerLink } from "./links.ts";
import { errorText } from "./notices.ts";

/** An upload of which nothing comes for so long keeps nobody else waiting. */
const IDLE_MS = 30_000;

const UPLOAD = /^file_upload_/;

export class UploadTurn implements Uploads {
  readonly #clock: Pick<Clock, "now">;
  #holder: ViewerLink | null = null;
  #heardAtMs = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  refusal(viewer: ViewerLink, type: string): string | null {
    if (!UPLOAD.test(type)) return null;
    const now = this.#clock.now();
    const isMine = this.#holder === viewer;
    if (type === "file_upload_start") {
      if (this.#holder && !isMine && now - this.#heardAtMs < IDLE_MS) {
        const text = `${this.#holder.name} sends a file to this machine, which takes one at a time: try again in a moment`;
        return errorText("upload_busy", `${type}: ${text}`);
      }
      this.#holder = viewer;
    } else if (!isMine) {
      return errorText(
        "upload_broken_off",
        `${type}: this upload was not begun, or another took its place: send it again`,
      );
    } else if (type === "file_upload_end") this.#holder = null;
    this.#heardAtMs = now;
    return null;
  }

  leave(viewer: ViewerLink): void {
    if (this.#holder === viewer) this.#holder = null;
  }
}
