/** What a screen stream and its capture Worker say to each other. */
import type {
  CaptureBackend,
  DisplayAccess,
  ScreenStreamEvents,
  SideSettings,
  StreamSettings,
} from "./screen-stream.ts";

type State = Parameters<ScreenStreamEvents["state"]>[0];
type Monitors = Parameters<ScreenStreamEvents["monitors"]>[0];

export type ToWorker =
  /** The first message. */
  | { type: "open"; backend: CaptureBackend; access: DisplayAccess }
  | { type: "start"; settings: StreamSettings }
  | { type: "monitor"; index: number }
  | { type: "quality"; quality: StreamSettings["quality"] }
  | { type: "start_side"; settings: SideSettings }
  | { type: "stop_side"; stream: number }
  | { type: "acknowledge"; frame: number; decodeMs: number; stream?: number }
  | { type: "refresh"; cells: "all" | readonly (readonly [number, number])[]; stream?: number }
  | { type: "input" }
  | { type: "stop" }
  | { type: "close" };

export type FromWorker =
  | { type: "message"; message: Uint8Array<ArrayBuffer> }
  | { type: "monitors"; monitors: Monitors; current: number }
  | { type: "state"; state: State }
  /** All memory is let go of: the Worker may be ended. */
  | { type: "closed" };
