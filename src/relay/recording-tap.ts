/**
 * A recording is a viewer that writes: it takes whole JPEG frames as a plain viewer does, at its own pace, and counts as
 * nobody. It never asks for pictures by itself: without somebody who watches there is nothing to record.
 */
import type { Permission } from "../../protocol/permissions.ts";
import type { Clock } from "./clock.ts";
import type { ViewerLink, ViewerWants } from "./links.ts";
import type { SessionRecording } from "./ports.ts";

export type RecordingTapOptions = {
  recording: SessionRecording;
  /** Frames a second, at most. */
  fps: number;
  clock: Clock;
  /** It can take the next frame. */
  drained(tap: RecordingTap): void;
  /** Nothing more can be written. */
  failed(tap: RecordingTap, error: unknown): void;
};

export class RecordingTap implements ViewerLink {
  readonly id = crypto.randomUUID();
  readonly ticketId = "";
  readonly userId = null;
  readonly name = "";
  readonly email = "";
  readonly viewOnly = true;
  readonly mayTakeOver = false;
  readonly permissions: ReadonlySet<Permission> = new Set(["view"]);
  readonly wants: ViewerWants;
  readonly #options: RecordingTapOptions;
  #isOn = true;
  #isWriting = false;
  #cancelPause: (() => void) | null = null;

  constructor(options: RecordingTapOptions) {
    this.#options = options;
    this.wants = { pictures: true, codecs: ["jpeg"], maxFps: options.fps };
  }

  /** False once it ended or failed. */
  get isOn(): boolean {
    return this.#isOn;
  }

  sendBinary(jpeg: Uint8Array): void {
    if (!this.#isOn) return;
    const { recording, clock, fps } = this.#options;
    this.#isWriting = true;
    this.#cancelPause = clock.after(1_000 / fps, () => {
      this.#cancelPause = null;
      this.#tellDrained();
    });
    // What is handed on by the socket is its own, and gone by the time it is written.
    recording.write(jpeg.slice(), Date.parse(clock.isoTime())).then(
      () => {
        this.#isWriting = false;
        this.#tellDrained();
      },
      (error: unknown) => {
        if (!this.#isOn) return;
        this.#isOn = false;
        this.#cancelPause?.();
        this.#options.failed(this, error);
      },
    );
  }

  bufferedBytes(): number {
    return this.#isWriting || this.#cancelPause !== null ? 1 : 0;
  }

  /** The session is over, or goes on in another process. */
  end(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#cancelPause?.();
    // What goes wrong at the end is on the recorder's own log.
    void this.#options.recording.close();
  }

  send(): void {}
  subscribe(): void {}
  unsubscribe(): void {}
  releaseKeys(): void {}
  close(): void {}

  #tellDrained(): void {
    if (this.#isOn && this.bufferedBytes() === 0) this.#options.drained(this);
  }
}
