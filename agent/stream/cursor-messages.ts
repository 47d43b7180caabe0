/** The pointer of one screen as messages of the current stream; remembered, so that a stream that begins has it too. */
import { writeCursorPosition, writeCursorShape } from "../../protocol/binary/cursor.ts";
import type { CursorPicture } from "../capture/capturer.ts";
import type { StreamSettings } from "./screen-stream.ts";

export class CursorMessages {
  readonly #send: (message: Uint8Array<ArrayBuffer>) => void;
  #picture: CursorPicture | null = null;
  #place: { x: number; y: number } | null = null;
  #stream: number | null = null;

  constructor(send: (message: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** Viewers of whole frames only know no pointer. */
  begin(settings: Pick<StreamSettings, "stream" | "codecs">): void {
    this.#stream = settings.codecs.includes("tiles") ? settings.stream : null;
    this.#sendShape();
    this.#sendPlace();
  }

  /** Begins a stream with what another has been told of the pointer. */
  copy(other: CursorMessages, stream: number): void {
    this.#picture = other.#picture;
    this.#place = other.#place;
    this.begin({ stream, codecs: ["tiles"] });
  }

  show(picture: CursorPicture): void {
    this.#picture = picture;
    this.#sendShape();
  }

  move(x: number, y: number): void {
    this.#place = { x, y };
    this.#sendPlace();
  }

  #sendShape(): void {
    if (this.#picture && this.#stream !== null) {
      this.#send(writeCursorShape({ stream: this.#stream, ...this.#picture }));
    }
  }

  #sendPlace(): void {
    if (this.#place && this.#stream !== null) this.#send(writeCursorPosition({ stream: this.#stream, ...this.#place }));
  }
}
