/**
 * Turns one screen into the binary messages of one stream: grabs when there is damage and the link has room, encodes, and
 * sharpens what rests. One loop at a time; everything that happens only wakes it.
 */
import { type Rect, UPDATE_FLAG } from "../../protocol/binary/framebuffer-update.ts";
import { writeWholeFrame } from "../../protocol/binary/whole-frame.ts";
import type { Area } from "../capture/area.ts";
import {
  CaptureError,
  type Capturer,
  type CapturerEvents,
  type CursorPicture,
  type Frame,
} from "../capture/capturer.ts";
import type { Clock } from "../clock.ts";
import type { JpegEncoder } from "../encode/jpeg.ts";
import { PictureEncoder } from "../encode/picture-encoder.ts";
import { jpegQuality } from "../encode/quality.ts";
import { CapturerKeeper } from "./capturer-keeper.ts";
import { CursorMessages } from "./cursor-messages.ts";
import { Pacing } from "./pacing.ts";
import type { ScreenStreamEvents, StreamSettings } from "./screen-stream.ts";
import { UpdateWriter } from "./update-writer.ts";
import { WholeFrames } from "./whole-frames.ts";

/** Damage within this time after an input is its answer; a slow program's answer is only not hurried. */
const ANSWER_WITHIN_MS = 150;
/** Sharpening must never keep live damage waiting for long. */
const SETTLE_BUDGET_BYTES = 256 * 1024;
/** Small rects are exact even where JPEG would be smaller, if the link takes no longer than this for them. */
const EXACT_LINK_S = 0.004;
const MAX_EXACT_BYTES = 24 * 1024;
/** A fault that repeats must not spin. */
const RETRY_MS = 200;

export type ProducerOptions = {
  open(monitor: number | undefined, events: CapturerEvents): Promise<Capturer>;
  jpeg: JpegEncoder;
  events: ScreenStreamEvents;
  clock: Clock;
};

export class PictureProducer {
  readonly #events: ScreenStreamEvents;
  readonly #clock: Clock;
  readonly #encoder: PictureEncoder;
  readonly #keeper: CapturerKeeper;
  readonly #cursor: CursorMessages;
  #settings: StreamSettings | null = null;
  #pacing = new Pacing(60);
  #wholeFrames = new WholeFrames(1);
  #writer = new UpdateWriter(0);
  #isDamaged = false;
  #damagedAtMs = 0;
  #isBegun = false;
  #picture: Frame | null = null;
  #inputAtMs = Number.NEGATIVE_INFINITY;
  /** A fault of ours was told; the next picture says that it is over. */
  #hasFault = false;
  #isRunning = false;
  #isAwake = false;
  #cancelWake = () => {};

  constructor({ open, jpeg, events, clock }: ProducerOptions) {
    this.#events = events;
    this.#clock = clock;
    this.#encoder = new PictureEncoder(jpeg);
    this.#cursor = new CursorMessages((message) => events.message(message));
    this.#keeper = new CapturerKeeper(open, this.#capturerEvents(), clock);
  }

  start(settings: StreamSettings): void {
    this.#settings = settings;
    this.#pacing = new Pacing(settings.maxFps);
    this.#wholeFrames = new WholeFrames(settings.jpegFps);
    this.#writer = new UpdateWriter(settings.stream, settings.afterFrame);
    this.#isBegun = false;
    this.#isDamaged = true;
    const { capturer } = this.#keeper;
    if (capturer) this.#greet(capturer);
    this.#keeper.start(settings.monitor);
    this.#wake();
  }

  showMonitor(index: number): void {
    this.#keeper.showMonitor(index);
  }

  setQuality(quality: StreamSettings["quality"]): void {
    if (this.#settings) this.#settings = { ...this.#settings, quality };
  }

  acknowledge(frame: number, decodeMs: number): void {
    this.#pacing.acknowledge(frame, decodeMs, this.#clock.now());
    this.#wake();
  }

  refresh(cells: "all" | readonly (readonly [number, number])[]): void {
    this.#encoder.owe(cells === "all" ? "all" : cells.map(([column, row]) => ({ column, row })));
    this.#wholeFrames.noteChange();
    this.#wake();
  }

  noteInput(): void {
    this.#inputAtMs = this.#clock.now();
    this.#keeper.capturer?.expectChange();
    this.#wake();
  }

  stop(): void {
    this.#settings = null;
    this.#cancelWake();
    this.#keeper.stop();
    this.#forgetPicture();
  }

  close(): void {
    this.stop();
    this.#encoder.release();
  }

  #capturerEvents() {
    return {
      opened: (capturer: Capturer) => this.#greet(capturer),
      damaged: () => {
        this.#isDamaged = true;
        this.#damagedAtMs = this.#clock.now();
        this.#wake();
      },
      monitors: (monitors: Capturer["monitors"], current: number) => this.#events.monitors(monitors, current),
      cursorShape: (picture: CursorPicture) => this.#cursor.show(picture),
      cursorMoved: (x: number, y: number) => this.#cursor.move(x, y),
      asleep: (isAsleep: boolean) => {
        const message = "The machine's monitors are asleep. Move the pointer to wake them.";
        this.#events.state(isAsleep ? { kind: "problem", problem: "monitor_asleep", message } : { kind: "ok" });
      },
      lost: ({ problem, message }: CaptureError) => {
        this.#forgetPicture();
        this.#events.state({ kind: "problem", problem, message });
      },
    };
  }

  /** Tells a stream that begins everything that is no pixel. */
  #greet(capturer: Capturer): void {
    this.#isDamaged = true;
    this.#isBegun = false;
    this.#hasFault = false;
    this.#events.state({ kind: "ok" });
    this.#events.monitors(capturer.monitors, capturer.current);
    if (this.#settings) this.#cursor.begin(this.#settings);
    this.#wake();
  }

  #forgetPicture(): void {
    this.#picture = null;
    this.#isBegun = false;
    this.#encoder.reset();
  }

  #wake(): void {
    this.#isAwake = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isAwake) {
        this.#isAwake = false;
        this.#cancelWake();
        const waitMs = await this.#step();
        if (waitMs === 0) this.#isAwake = true;
        else if (waitMs < Number.POSITIVE_INFINITY) this.#cancelWake = this.#clock.after(waitMs, () => this.#wake());
      }
    } catch (cause) {
      // The capturer tells by itself that its screen is gone; anything else is a fault of ours: told, and tried again.
      if (!(cause instanceof CaptureError)) this.#reportFault(cause);
    } finally {
      this.#isRunning = false;
    }
  }

  #reportFault(cause: unknown): void {
    const message = `The picture cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`;
    this.#hasFault = true;
    this.#events.state({ kind: "problem", problem: "capture_failed", message });
    this.#forgetPicture();
    this.#isDamaged = true;
    this.#cancelWake = this.#clock.after(RETRY_MS, () => this.#wake());
  }

  #noteSuccess(): void {
    if (!this.#hasFault) return;
    this.#hasFault = false;
    this.#events.state({ kind: "ok" });
  }

  /** Does the most urgent thing. @returns how long nothing is to be done; 0: look again */
  async #step(): Promise<number> {
    const { capturer } = this.#keeper;
    const settings = this.#settings;
    if (!capturer || !settings) return Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.now();
    const waits = [Number.POSITIVE_INFINITY];
    const sendsTiles = settings.codecs.includes("tiles");
    if (sendsTiles) {
      const waitMs = await this.#tilesStep(capturer, settings, nowMs);
      if (waitMs === 0) return 0;
      waits.push(waitMs);
    }
    if (settings.codecs.includes("jpeg")) waits.push(await this.#wholeFrameStep(capturer, settings, sendsTiles));
    return Math.min(...waits);
  }

  async #tilesStep(capturer: Capturer, settings: StreamSettings, nowMs: number): Promise<number> {
    const isLive = this.#isDamaged || !this.#isBegun || this.#encoder.hasPending;
    if (isLive) {
      return this.#liveStep(capturer, settings, nowMs);
    }
    const restMs = this.#encoder.nextSettleAtMs - nowMs;
    if (restMs > 0) return restMs;
    if (!this.#pacing.isIdle) return this.#pacing.lostAtMs - nowMs;
    const rects = this.#encoder.settle(nowMs, Math.min(SETTLE_BUDGET_BYTES, this.#pacing.budgetBytes()));
    this.#sendUpdate(rects, UPDATE_FLAG.settled, nowMs);
    return 0;
  }

  async #liveStep(capturer: Capturer, settings: StreamSettings, nowMs: number): Promise<number> {
    const isAnswer =
      this.#isDamaged && this.#damagedAtMs >= this.#inputAtMs && nowMs - this.#inputAtMs <= ANSWER_WITHIN_MS;
    const waitMs = this.#pacing.waitMs(nowMs, isAnswer);
    if (waitMs > 0) {
      // Damage is told once until it is grabbed: old damage that has to wait would hide the answer to a new input.
      if (this.#isDamaged && this.#isBegun && this.#damagedAtMs < this.#inputAtMs) await this.#grab(capturer);
      return Math.min(waitMs, this.#pacing.lostAtMs - nowMs);
    }
    await this.#sendLive(capturer, settings, isAnswer);
    return 0;
  }

  async #sendLive(capturer: Capturer, settings: StreamSettings, isAnswer: boolean): Promise<void> {
    const damage = await this.#grab(capturer);
    const picture = this.#picture;
    if (!picture || this.#settings?.stream !== settings.stream) return;
    const nowMs = this.#clock.now();
    let rects: Rect[] = [];
    let flags = 0;
    if (!this.#isBegun) {
      this.#isBegun = true;
      rects = this.#encoder.begin(picture, nowMs);
      flags = UPDATE_FLAG.keyframe;
      // Sent by itself to an unknown viewer: the answer to so small an update tells how far away it is.
      if (this.#pacing.link.minRttMs === undefined) {
        this.#sendUpdate(rects, flags, nowMs);
        [rects, flags] = [[], 0];
      }
    }
    const quality = jpegQuality(settings.quality, this.#pacing.link.bytesPerS);
    const { link } = this.#pacing;
    const budgetBytes = this.#pacing.budgetBytes(isAnswer);
    const exactBytes = Math.min(MAX_EXACT_BYTES, link.bytesPerS * EXACT_LINK_S);
    const first = isAnswer ? damage : [];
    rects.push(...this.#encoder.encode(picture, { nowMs, quality, budgetBytes, exactBytes, first }));
    if (isAnswer && rects.length > 0) flags |= UPDATE_FLAG.answersInput;
    if (rects.length > 0) this.#wholeFrames.noteChange();
    this.#sendUpdate(rects, flags, nowMs);
    this.#encoder.commit();
    this.#noteSuccess();
  }

  async #grab(capturer: Capturer): Promise<readonly Area[]> {
    if (!this.#isDamaged && this.#picture) return [];
    this.#isDamaged = false;
    const { frame, damage, isNew } = await capturer.grab();
    if (isNew || this.#picture !== frame) {
      this.#encoder.reset();
      this.#isBegun = false;
      this.#wholeFrames.noteChange();
    }
    this.#picture = frame;
    this.#encoder.damage(damage);
    return damage;
  }

  async #wholeFrameStep(capturer: Capturer, settings: StreamSettings, sendsTiles: boolean): Promise<number> {
    if (!sendsTiles && this.#isDamaged) {
      const roomInMs = this.#wholeFrames.roomInMs(this.#clock.now());
      if (roomInMs > 0) return roomInMs;
      await this.#grab(capturer);
      if (this.#picture && this.#encoder.takeWhole(this.#picture, this.#clock.now())) this.#wholeFrames.noteChange();
    }
    const waitMs = this.#wholeFrames.waitMs(this.#clock.now());
    if (waitMs > 0 || !this.#picture || this.#settings?.stream !== settings.stream) return waitMs;
    this.#wholeFrames.noteSent(this.#clock.now());
    const quality = jpegQuality(settings.quality === "auto" ? "medium" : settings.quality, 0);
    const jpeg = this.#encoder.rects.encodeJpeg(this.#picture, quality);
    this.#events.message(writeWholeFrame(settings.stream, jpeg));
    this.#noteSuccess();
    return 0;
  }

  #sendUpdate(rects: readonly Rect[], flags: number, capturedAtMs: number): void {
    if (!this.#picture) return;
    const { width, height } = this.#picture;
    for (const { frame, message } of this.#writer.write(rects, { flags, capturedAtMs, width, height })) {
      this.#pacing.noteSent(frame, message.length, this.#clock.now());
      this.#events.message(message);
    }
  }
}
