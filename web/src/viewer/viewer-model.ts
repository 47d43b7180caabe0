/** What the viewer's pieces agree on: the engine (socket, pictures, pointer) tells it; page, panels and input use it. */

import type { DisplayProblem, Monitor } from "../../../protocol/messages/fields.ts";
import type { PresentViewer, ViewerInbound } from "../../../protocol/messages/relay-to-viewer.ts";
import type { OutgoingViewerMessage } from "../../../protocol/messages/viewer-to-relay.ts";
import type { Permission } from "../../../protocol/permissions.ts";

/** Where a session stands. Only in `active` is the picture live; in every other it is dimmed under an overlay. */
export type Phase =
  | { kind: "connecting" }
  /** `until`: when silence becomes a no, as milliseconds since the epoch. */
  | { kind: "waiting_consent"; until: number | null }
  | { kind: "active" }
  /** The socket is lost; the next try is at `retryAt` (milliseconds since the epoch) or under way (null). */
  | { kind: "reconnecting"; attempt: number; retryAt: number | null }
  | { kind: "agent_offline" }
  /** The agent is there but has no picture, and says why and what to do. */
  | { kind: "no_picture"; problem: DisplayProblem | null; message: string | null }
  | { kind: "replaced" }
  | { kind: "ended"; reason: string | null }
  /** The ticket is unknown, spent or not allowed: trying again cannot help. */
  | { kind: "refused"; message: string };

export type ViewerSnapshot = {
  phase: Phase;
  machine: { id: string; name: string; canWake: boolean; files: "http" | "messages" } | null;
  /** The ticket's set; empty until the relay has said it. */
  permissions: readonly Permission[];
  viewers: readonly PresentViewer[];
  /** The viewer who controls the machine alone; null: everybody who may. */
  controller: string | null;
  /** This viewer may take control from whoever has it. */
  mayTakeOver: boolean;
  /** What is shown is written into a recording. */
  isRecorded: boolean;
  monitors: readonly Monitor[];
  /** Index of the monitor that is shown; null while unknown. */
  monitor: number | null;
  /** Size of the picture in framebuffer pixels; null before the first. */
  framebuffer: { width: number; height: number } | null;
};

/** Over the last second. Null: not known yet. */
export type ViewerStatistics = {
  framesPerSecond: number;
  bitsPerSecond: number;
  roundTripMs: number | null;
  /** From capture on the machine to the canvas, by the least difference of both clocks and half the round trip. */
  delayMs: number | null;
  /** From a message's arrival to its picture on the canvas. */
  decodeMs: number | null;
  codec: "tiles" | "jpeg" | null;
};

export type CursorImage = {
  width: number;
  height: number;
  hotX: number;
  hotY: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
};

/** None is called before `openViewer` has returned, nor after `close`. */
export type ViewerListener = {
  changed(snapshot: ViewerSnapshot): void;
  statistics(statistics: ViewerStatistics): void;
  /** The machine's pointer; null: it hides it. */
  cursorShape(image: CursorImage | null): void;
  /** Where the machine's own pointer is, in framebuffer pixels. */
  cursorPosition(x: number, y: number): void;
  /** Contents for the panels: chat, clipboard, scripts, errors. */
  message(message: ViewerInbound): void;
};

/** A session as the page drives it. */
export type ViewerEngine = {
  /**
   * Sends now or not at all (false): input is never replayed. Input goes in the phase `active`, and to monitors that are
   * asleep; other messages also while there is no picture (yet). Adds `sent_at` to input.
   */
  send(message: OutgoingViewerMessage): boolean;
  /** What was sent and has not left the page yet. */
  bufferedBytes(): number;
  /** Skips the wait of `reconnecting`; on a connection that is open, finds out sooner whether it still is. */
  retryNow(): void;
  /** Closes the socket and frees worker and pictures; the session itself goes on. */
  close(): void;
};

export type OpenViewer = (options: {
  sessionId: string;
  viewerToken: string;
  /** One without a context yet: the engine paints on it, and sets its width and height to the framebuffer's. */
  canvas: HTMLCanvasElement;
  listener: ViewerListener;
}) => ViewerEngine;
