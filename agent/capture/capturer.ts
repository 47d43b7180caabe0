/**
 * Where the pixels of one monitor come from. `damaged` says that there is something new, `grab` fetches it when the
 * stream has room for it; in between, changes add up. One contract suite tests every back-end.
 */
import type { DisplayProblem, Monitor } from "../../protocol/messages/fields.ts";
import type { NativeMemory } from "../native/native-memory.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { Area } from "./area.ts";

/** Pixels B G R X, rows top down. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly memory: NativeMemory;
};

export type Grab = {
  frame: Frame;
  /** Where `frame` may differ from what it was after the last grab; empty: nowhere. In pixels of the frame. */
  damage: Area[];
  /** Another monitor or another size: nothing of what was grabbed before counts; `damage` is all of it. */
  isNew: boolean;
};

/** A pointer's picture; the same serial is the same picture for as long as the capturer lives. */
export type CursorPicture = {
  serial: number;
  /** Null: hidden. Otherwise R G B A, not premultiplied. */
  image: { width: number; height: number; hotX: number; hotY: number; rgba: Uint8Array } | null;
};

export type CapturerEvents = {
  /** A grab would bring something new. Said once; again only after a grab. */
  damaged(): void;
  /** Resolution or monitors changed, or another one is shown. */
  monitors(monitors: readonly Monitor[], current: number): void;
  cursorShape(cursor: CursorPicture): void;
  /** The pointer of the machine, in pixels of the frame; it may be outside. */
  cursorMoved(x: number, y: number): void;
  /** The monitors went to sleep or woke. */
  asleep(isAsleep: boolean): void;
  /** The screen is gone: nothing more will come, `close` and open another capturer. Said at most once. */
  lost(problem: CaptureError): void;
};

export interface Capturer {
  readonly monitors: readonly Monitor[];
  /** Index of the monitor that is shown. */
  readonly current: number;
  /**
   * Brings the frame up to date. Not to be called again before it has resolved; what it returned stays as it is until then.
   * @throws CaptureError when the screen cannot be captured any more (`lost` says so too)
   */
  grab(): Promise<Grab>;
  /** Shows another monitor from the next grab on; an index that does not exist shows the primary one. */
  showMonitor(index: number | undefined): void;
  /** Something will probably change at once (input): back-ends that poll look now. */
  expectChange(): void;
  close(): void;
}

export type OpenCapturer = (
  options: { access: DisplayAccess; monitor: number | undefined },
  events: CapturerEvents,
) => Promise<Capturer>;

/** Why there is no picture, in words for the technician. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly problem: DisplayProblem;

  constructor(problem: DisplayProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
