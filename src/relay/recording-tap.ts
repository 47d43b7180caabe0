/**
 * A recording is a viewer that writes: it takes whole JPEG frames as a plain viewer does, at its own pace, and counts as
 * nobody. It never asks for pictures by itself: without somebody who watches there is nothing to record.
 */
import type { Permission } from "../../protocol/permissions.ts";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { ViewerLink, ViewerWants } from "./links.ts";
import type { SessionRecording } from "./ports.ts";

export type RecordingTapOptions = {
  /** Null: it is not recorded. */
  recording: SessionRecording | null;
  clock: Clock;
  limits: Pick<RelayLimits, "recordingFps">;
};

/** Where its frames come from. */
type Pictures = { drained(viewer: ViewerLink): void; dismiss(viewer: ViewerLink): void };

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
  readonly #pictures: () => Pictures;
  readonly #failed: () => void;
  #isOn: boolean;
  #isWriting = false;
  #cancelPause: (() => void) | null = null;

  /** @param failed nothing more can be written */
  constructor(options: RecordingTapOptions, pictures: () => Pictures, failed: () => void) {
    this.#options = options;
    this.#pictures = pictures;
    this.#failed = failed;
    this.#isOn = options.recording !== null;
    this.wants = { pictures: true, codecs: ["jpeg"], maxFps: options.limits.recordingFps };
  }

  /** False also once it ended or failed. */
  get isOn(): boolean {
    return this.#isOn;
  }

  sendBinary(jpeg: Uint8Array): void {
    const { recording, clock, limits } = this.#options;
    if (!this.#isOn || !recording) return;
    this.#isWriting = true;
    this.#cancelPause = clock.after(1_000 / limits.recordingFps, () => {
      this.#cancelPause = null;
      this.#tellDrained();
    });
    // What is handed on by the socket is its own, and gone by the time it is written.
    recording.write(jpeg.slice(), Date.parse(clock.isoTime())).then(
      () => {
        this.#isWriting = false;
        this.#tellDrained();
      },
      // Why, is on the recorder's own log.
      () => {
        if (!this.#isOn) return;
        this.#isOn = false;
        this.#cancelPause?.();
        this.#pictures().dismiss(this);
        this.#failed();
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
    void this.#options.recording?.close();
  }

  send(): void {}
  sendFileChunk(): void {}
  subscribe(): void {}
  unsubscribe(): void {}
  releaseKeys(): void {}
  close(): void {}

  #tellDrained(): void {
    if (this.#isOn && this.bufferedBytes() === 0) this.#pictures().drained(this);
  }
}
