/**
 * One stream of framebuffer updates out of the screen that is captured: what its viewers were sent, at the pace and quality of
 * their link. A session has one, and one more for each viewer whose link is much slower.
 */
import { type Rect, UPDATE_FLAG } from "../../protocol/binary/framebuffer-update.ts";
import type { KnownLink } from "../../protocol/link-meter.ts";
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import type { Clock } from "../clock.ts";
import type { JpegEncoder } from "../encode/jpeg.ts";
import { PictureEncoder } from "../encode/picture-encoder.ts";
import { jpegQuality } from "../encode/quality.ts";
import { CursorMessages } from "./cursor-messages.ts";
import { Pacing } from "./pacing.ts";
import type { StreamSettings } from "./screen-stream.ts";
import { UpdateWriter } from "./update-writer.ts";

/** Sharpening must never keep live damage waiting for long: half of an update's share of the link. */
const SETTLE_BUDGET_BYTES = 256 * 1024;
const SETTLE_SHARE = 0.5;
/** Small rects are exact even where JPEG would be smaller, if the link takes no longer than this for them. */
const EXACT_LINK_S = 0.004;
const MAX_EXACT_BYTES = 24 * 1024;

export type OutputSettings = Pick<StreamSettings, "stream" | "codecs" | "maxFps" | "quality" | "afterFrame"> & {
  /** What is known of the link from before. */
  link?: KnownLink;
};

export type OutputOptions = {
  jpeg: JpegEncoder;
  clock: Clock;
  send(message: Uint8Array<ArrayBuffer>): void;
};

export class TileOutput {
  readonly encoder: PictureEncoder;
  readonly cursor: CursorMessages;
  isBegun = false;
  #settings: OutputSettings;
  #pacing: Pacing;
  #writer: UpdateWriter;
  readonly #clock: Clock;
  readonly #send: (message: Uint8Array<ArrayBuffer>) => void;

  constructor(settings: OutputSettings, { jpeg, clock, send }: OutputOptions) {
    this.#clock = clock;
    this.#send = send;
    this.encoder = new PictureEncoder(jpeg);
    this.cursor = new CursorMessages(send);
    this.#settings = settings;
    this.#pacing = new Pacing(settings.maxFps, settings.link);
    this.#writer = new UpdateWriter(settings.stream, settings.afterFrame);
  }

  get pacing(): Pacing {
    return this.#pacing;
  }

  start(settings: OutputSettings): void {
    this.#settings = settings;
    this.#pacing = new Pacing(settings.maxFps, settings.link);
    this.#writer = new UpdateWriter(settings.stream, settings.afterFrame);
    this.isBegun = false;
  }

  setQuality(quality: OutputSettings["quality"]): void {
    this.#settings = { ...this.#settings, quality };
  }

  acknowledge(frame: number, decodeMs: number): void {
    this.#pacing.acknowledge(frame, decodeMs, this.#clock.now());
  }

  /** Everything that was sent counts no more: the next update begins anew. */
  forget(): void {
    this.isBegun = false;
    this.encoder.reset();
  }

  /**
   * Sends what brings the viewers to this picture, as far as the link has room.
   * @param answers damage that answers an input; null: nothing of it does
   * @returns whether anything had changed
   */
  sendLive(picture: Frame, answers: readonly Area[] | null): boolean {
    const nowMs = this.#clock.now();
    const { link } = this.#pacing;
    let rects: Rect[] = [];
    let flags = 0;
    if (!this.isBegun) {
      this.isBegun = true;
      rects = this.encoder.begin(picture, nowMs);
      flags = UPDATE_FLAG.keyframe;
      // Sent by itself to an unknown viewer: the answer to so small an update tells how far away it is.
      if (link.minRttMs === undefined) {
        this.#write(picture, rects, flags, nowMs);
        [rects, flags] = [[], 0];
      }
    }
    const { quality, codecs } = this.#settings;
    const canScale = codecs.includes("scaled") && (quality === "auto" || quality === "low");
    const changes = this.encoder.encode(picture, {
      nowMs,
      quality: jpegQuality(quality, link.bytesPerS),
      budgetBytes: this.#pacing.budgetBytes(answers !== null),
      exactBytes: Math.min(MAX_EXACT_BYTES, link.bytesPerS * EXACT_LINK_S),
      first: answers ?? [],
      canScale,
    });
    rects.push(...changes);
    if (answers && rects.length > 0) flags |= UPDATE_FLAG.answersInput;
    this.#write(picture, rects, flags, nowMs);
    this.encoder.commit();
    return changes.length > 0;
  }

  /** Sends what rests more exactly than it was sent before; live damage goes first. */
  settle(picture: Frame): void {
    const nowMs = this.#clock.now();
    const rects = this.encoder.settle(nowMs, Math.min(SETTLE_BUDGET_BYTES, this.#pacing.budgetBytes() * SETTLE_SHARE));
    this.#write(picture, rects, UPDATE_FLAG.settled, nowMs);
  }

  release(): void {
    this.encoder.release();
  }

  #write({ width, height }: Frame, rects: readonly Rect[], flags: number, capturedAtMs: number): void {
    for (const { frame, message } of this.#writer.write(rects, { flags, capturedAtMs, width, height })) {
      this.#pacing.noteSent(frame, message.length, this.#clock.now());
      this.#send(message);
    }
  }
}
