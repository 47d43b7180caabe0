/**
 * Turns one screen into the binary messages of one stream: grabs when there is damage and the link has room, encodes, and
 * sharpens what rests. One loop at a time; everything that happens only wakes it.
 */
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
import { jpegQuality } from "../encode/quality.ts";
import { CapturerKeeper } from "./capturer-keeper.ts";
import type { ScreenStreamEvents, SideSettings, StreamSettings } from "./screen-stream.ts";
import { TileOutput } from "./tile-output.ts";
import { WholeFrames } from "./whole-frames.ts";

/** Damage within this time after an input is its answer; a slow program's answer is only not hurried. */
const ANSWER_WITHIN_MS = 150;
/** A fault that repeats must not spin. */
const RETRY_MS = 200;
const NO_STREAM: StreamSettings = { stream: 0, codecs: [], maxFps: 60, jpegFps: 1, quality: "auto" };

export type ProducerOptions = {
  open(monitor: number | undefined, events: CapturerEvents): Promise<Capturer>;
  jpeg: JpegEncoder;
  events: ScreenStreamEvents;
  clock: Clock;
};

export class PictureProducer {
  readonly #events: ScreenStreamEvents;
  readonly #clock: Clock;
  readonly #jpeg: JpegEncoder;
  readonly #keeper: CapturerKeeper;
  /** The stream of the session. */
  readonly #main: TileOutput;
  /** Streams beside it, by number, each for viewers of one slower link. */
  readonly #sides = new Map<number, TileOutput>();
  #settings: StreamSettings | null = null;
  #wholeFrames = new WholeFrames(1);
  #isDamaged = false;
  #damagedAtMs = 0;
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
    this.#jpeg = jpeg;
    this.#main = this.#createOutput(NO_STREAM);
    this.#keeper = new CapturerKeeper(open, this.#capturerEvents(), clock);
  }

  start(settings: StreamSettings): void {
    this.#settings = settings;
    this.#main.start(settings);
    this.#wholeFrames = new WholeFrames(settings.jpegFps);
    this.#isDamaged = true;
    const { capturer } = this.#keeper;
    if (capturer) this.#greet(capturer);
    this.#keeper.start(settings.monitor);
    this.#wake();
  }

  /** A further stream of the same screen; it begins with a picture of all of it. */
  startSide(settings: SideSettings): void {
    if (!this.#settings) return;
    const { stream } = settings;
    this.stopSide(stream);
    const side = this.#createOutput({ ...settings, quality: this.#settings.quality });
    side.cursor.copy(this.#main.cursor, stream);
    this.#sides.set(stream, side);
    this.#wake();
  }

  stopSide(stream: number): void {
    this.#sides.get(stream)?.release();
    this.#sides.delete(stream);
  }

  showMonitor(index: number): void {
    this.#keeper.showMonitor(index);
  }

  setQuality(quality: StreamSettings["quality"]): void {
    if (this.#settings) this.#settings = { ...this.#settings, quality };
    for (const output of this.#outputs()) output.setQuality(quality);
  }

  /** @param stream undefined: the session's own */
  acknowledge(frame: number, decodeMs: number, stream?: number): void {
    this.#outputOf(stream)?.acknowledge(frame, decodeMs);
    this.#wake();
  }

  refresh(cells: "all" | readonly (readonly [number, number])[], stream?: number): void {
    this.#outputOf(stream)?.encoder.owe(cells === "all" ? "all" : cells.map(([column, row]) => ({ column, row })));
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
    for (const stream of [...this.#sides.keys()]) this.stopSide(stream);
    this.#forgetPicture();
  }

  close(): void {
    this.stop();
    this.#main.release();
  }

  #createOutput(settings: ConstructorParameters<typeof TileOutput>[0]): TileOutput {
    const send = (message: Uint8Array<ArrayBuffer>) => this.#events.message(message);
    return new TileOutput(settings, { jpeg: this.#jpeg, clock: this.#clock, send });
  }

  /** Those with tiles, the session's own first. */
  #outputs(): TileOutput[] {
    const main = this.#settings?.codecs.includes("tiles") ? [this.#main] : [];
    return [...main, ...this.#sides.values()];
  }

  #outputOf(stream = this.#settings?.stream): TileOutput | undefined {
    return stream === this.#settings?.stream ? this.#main : this.#sides.get(stream ?? -1);
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
      cursorShape: (picture: CursorPicture) => {
        for (const output of [this.#main, ...this.#sides.values()]) output.cursor.show(picture);
      },
      cursorMoved: (x: number, y: number) => {
        for (const output of [this.#main, ...this.#sides.values()]) output.cursor.move(x, y);
      },
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
    for (const output of [this.#main, ...this.#sides.values()]) output.isBegun = false;
    this.#hasFault = false;
    this.#events.state({ kind: "ok" });
    this.#events.monitors(capturer.monitors, capturer.current);
    if (this.#settings) this.#main.cursor.begin(this.#settings);
    this.#wake();
  }

  #forgetPicture(): void {
    this.#picture = null;
    for (const output of [this.#main, ...this.#sides.values()]) output.forget();
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
    const waits = [Number.POSITIVE_INFINITY];
    for (const output of this.#outputs()) {
      const waitMs = await this.#tilesStep(capturer, output);
      if (waitMs === 0) return 0;
      waits.push(waitMs);
    }
    if (settings.codecs.includes("jpeg")) waits.push(await this.#wholeFrameStep(capturer, settings));
    return Math.min(...waits);
  }

  async #tilesStep(capturer: Capturer, output: TileOutput): Promise<number> {
    const nowMs = this.#clock.now();
    const { encoder, pacing } = output;
    if (this.#isDamaged || !output.isBegun || encoder.hasPending) return this.#liveStep(capturer, output, nowMs);
    const restMs = encoder.nextSettleAtMs - nowMs;
    if (restMs > 0) return restMs;
    if (!pacing.mayRefine(nowMs)) return pacing.lostAtMs - nowMs;
    if (this.#picture) output.settle(this.#picture);
    return 0;
  }

  async #liveStep(capturer: Capturer, output: TileOutput, nowMs: number): Promise<number> {
    const isAnswer =
      this.#isDamaged && this.#damagedAtMs >= this.#inputAtMs && nowMs - this.#inputAtMs <= ANSWER_WITHIN_MS;
    const waitMs = output.pacing.waitMs(nowMs, isAnswer);
    if (waitMs > 0) {
      // Damage is told once until it is grabbed: old damage that has to wait would hide the answer to a new input.
      if (this.#isDamaged && output.isBegun && this.#damagedAtMs < this.#inputAtMs) await this.#grab(capturer);
      return Math.min(waitMs, output.pacing.lostAtMs - nowMs);
    }
    const stream = this.#settings?.stream;
    const damage = await this.#grab(capturer);
    // While it was grabbed, the stream may have been stopped or started anew, and this one closed.
    if (!this.#picture || this.#settings?.stream !== stream || !this.#outputs().includes(output)) return 0;
    if (output.sendLive(this.#picture, isAnswer ? damage : null)) this.#wholeFrames.noteChange();
    this.#noteSuccess();
    return 0;
  }

  /** What every stream is to look at; each takes it as its link allows. */
  async #grab(capturer: Capturer): Promise<readonly Area[]> {
    if (!this.#isDamaged && this.#picture) return [];
    this.#isDamaged = false;
    const { frame, damage, isNew } = await capturer.grab();
    const outputs = [this.#main, ...this.#sides.values()];
    if (isNew || this.#picture !== frame) {
      for (const output of outputs) output.forget();
      this.#wholeFrames.noteChange();
    }
    this.#picture = frame;
    for (const { encoder } of outputs) encoder.damage(damage);
    return damage;
  }

  async #wholeFrameStep(capturer: Capturer, settings: StreamSettings): Promise<number> {
    const { encoder } = this.#main;
    if (!settings.codecs.includes("tiles") && this.#isDamaged) {
      const roomInMs = this.#wholeFrames.roomInMs(this.#clock.now());
      if (roomInMs > 0) return roomInMs;
      await this.#grab(capturer);
      if (this.#picture && encoder.takeWhole(this.#picture, this.#clock.now())) this.#wholeFrames.noteChange();
    }
    const waitMs = this.#wholeFrames.waitMs(this.#clock.now());
    if (waitMs > 0 || !this.#picture || this.#settings?.stream !== settings.stream) return waitMs;
    this.#wholeFrames.noteSent(this.#clock.now());
    const quality = jpegQuality(settings.quality === "auto" ? "medium" : settings.quality, 0);
    const jpeg = encoder.rects.encodeJpeg(this.#picture, quality);
    this.#events.message(writeWholeFrame(settings.stream, jpeg));
    this.#noteSuccess();
    return 0;
  }
}
