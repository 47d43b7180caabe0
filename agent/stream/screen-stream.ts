/**
 * The pixels of one session as its session sees them: configure, acknowledge, refresh; binary messages come out.
 * The work is done in a Worker, so that the socket never waits for capture or encoding.
 */

import type { KnownLink } from "../../protocol/link-meter.ts";
import type { Codec, DisplayProblem, Monitor } from "../../protocol/messages/fields.ts";

/** How to reach the screen. */
export type DisplayAccess = {
  /** X display, such as ":0". */
  display: string;
  /** Path of the Xauthority file; null where the server asks for none. */
  authority: string | null;
};

export type CaptureBackend = "x11" | "portable";

export type StreamSettings = {
  /** From `start_stream`: frames count from 1 again, beginning with a keyframe. */
  stream: number;
  /** The stream's last frame, where another capture has begun it and this one goes on: it counts from there. */
  afterFrame?: number;
  codecs: readonly Codec[];
  maxFps: number;
  /** Whole JPEG frames a second, at most. */
  jpegFps: number;
  /** Index in the monitor list; undefined: the primary one. */
  monitor?: number;
  quality: "high" | "medium" | "low" | "auto";
};

/** A further stream of the same screen, for viewers whose link is slower than the others'. */
export type SideSettings = Pick<StreamSettings, "stream" | "codecs" | "maxFps" | "afterFrame"> & {
  link?: KnownLink;
};

export interface ScreenStream {
  /** Starts, or starts anew with other settings. */
  start(settings: StreamSettings): void;
  setMonitor(index: number): void;
  setQuality(quality: StreamSettings["quality"]): void;
  /** A viewer shows this frame of the stream (undefined: the one of `start`); `decodeMs` of the way was decoding. */
  acknowledge(frame: number, decodeMs?: number, stream?: number): void;
  /** Sends these cells whole again, each [column, row]. */
  refreshCells(cells: "all" | readonly (readonly [number, number])[], stream?: number): void;
  /** Streams beside the one that `start` began; `stop` and a screen that is lost end them. */
  startSide(settings: SideSettings): void;
  stopSide(stream: number): void;
  /** An input was injected: damage that follows answers it and goes first. */
  noteInput(): void;
  /** Stops capturing; `start` resumes. */
  stop(): void;
  /** Ends the Worker and frees its memory. */
  close(): void;
}

export type ScreenStreamEvents = {
  /** A whole binary message for the relay: framebuffer update, cursor, or whole frame. */
  message(message: Uint8Array<ArrayBuffer>): void;
  /** The monitors, at start and whenever they change (hot-plug, resolution). */
  monitors(monitors: readonly Monitor[], current: number): void;
  /** The picture is live again, or why it is not. */
  state(state: { kind: "ok" } | { kind: "problem"; problem: DisplayProblem; message: string }): void;
};

export type CreateScreenStream = (
  options: { backend: CaptureBackend; access: DisplayAccess },
  events: ScreenStreamEvents,
) => ScreenStream;
