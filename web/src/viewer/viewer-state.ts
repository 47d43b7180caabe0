/** A session as the components see it: what the engine tells, as signals, and what the person chose. */
import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  useContext,
} from "solid-js";
import type { ViewerInbound } from "../../../protocol/messages/relay-to-viewer.ts";
import type { OutgoingViewerMessage } from "../../../protocol/messages/viewer-to-relay.ts";
import type { Permission } from "../../../protocol/permissions.ts";
import { createPreference } from "../state/preference.ts";
import { type Point, SCALINGS, type Scaling } from "./screen/scale.ts";
import type { CursorImage, OpenViewer, Phase, ViewerEngine, ViewerSnapshot, ViewerStatistics } from "./viewer-model.ts";
import { tellOfMessage } from "./viewer-notices.ts";
import { createQuality, type Quality } from "./viewer-quality.ts";

const BEFORE_ANYTHING: ViewerSnapshot = {
  phase: { kind: "connecting" },
  machine: null,
  permissions: [],
  viewers: [],
  controller: null,
  mayTakeOver: false,
  isRecorded: false,
  monitors: [],
  monitor: null,
  framebuffer: null,
};

const scalingPreference = createPreference<Scaling>("viewer-scaling", SCALINGS, "fit");

export type Viewer = {
  sessionId: string;
  /** Made once for the engine; the screen puts it into the page. */
  canvas: HTMLCanvasElement;
  snapshot: Accessor<ViewerSnapshot>;
  phase: Accessor<Phase>;
  isActive: Accessor<boolean>;
  /** What to call the machine in a sentence, also before its name is known. */
  machineName: Accessor<string>;
  statistics: Accessor<ViewerStatistics | null>;
  may(permission: Permission): boolean;
  /** The machine's pointer: undefined before its first, null while the machine hides it. */
  cursor: Accessor<CursorImage | null | undefined>;
  machinePointer: Accessor<Point | null>;
  isViewOnly: Accessor<boolean>;
  setViewOnly(isViewOnly: boolean): void;
  /** Input reaches the machine now. */
  isControlling: Accessor<boolean>;
  scaling: Accessor<Scaling>;
  setScaling(scaling: Scaling): void;
  quality: Accessor<Quality>;
  setQuality(quality: Quality): void;
  send(message: OutgoingViewerMessage): boolean;
  /** What was sent and has not left the page yet. */
  bufferedBytes(): number;
  /** Hears every message of one type until the component that asks is gone. */
  onMessage<Type extends ViewerInbound["type"]>(
    type: Type,
    hear: (message: Extract<ViewerInbound, { type: Type }>) => void,
  ): void;
  /** Sends pointer and keys, while this person controls the machine. */
  sendInput(message: OutgoingViewerMessage): void;
  retryNow(): void;
  /** A nudge of the pointer, there and back. */
  wakeMonitor(): void;
  /** Ends it for this page only; the session goes on. */
  leave(reason: string): void;
};

/** It does not come back by itself. */
export function isOver(phase: Phase): boolean {
  return phase.kind === "ended" || phase.kind === "refused" || phase.kind === "replaced";
}

/** Opens the session; it is closed with the component that calls this. */
export function createViewer(open: OpenViewer, sessionId: string, viewerToken: string): Viewer {
  const canvas = document.createElement("canvas");
  const [snapshot, setSnapshot] = createSignal(BEFORE_ANYTHING);
  const [statistics, setStatistics] = createSignal<ViewerStatistics | null>(null);
  const [cursor, setCursor] = createSignal<CursorImage | null | undefined>(undefined, { equals: false });
  const [machinePointer, setMachinePointer] = createSignal<Point | null>(null);
  const [isViewOnlyChosen, setViewOnly] = createSignal(false);
  const [left, setLeft] = createSignal<Phase | null>(null);
  const [quality, setQuality] = createQuality(sessionId);
  const listeners = new Map<ViewerInbound["type"], Set<(message: ViewerInbound) => void>>();

  const engine: ViewerEngine = open({
    sessionId,
    viewerToken,
    canvas,
    listener: {
      changed: (next) => setSnapshot(next),
      statistics: (next) => setStatistics(next),
      cursorShape: (image) => setCursor(image),
      cursorPosition: (x, y) => setMachinePointer({ x, y }),
      message(message) {
        tellOfMessage(message);
        for (const hear of listeners.get(message.type) ?? []) hear(message);
      },
    },
  });
  onCleanup(() => engine.close());

  const phase = createMemo(() => left() ?? snapshot().phase);
  const isActive = createMemo(() => phase().kind === "active");
  const may = (permission: Permission) => snapshot().permissions.includes(permission);
  const isViewOnly = createMemo(() => isViewOnlyChosen() || !may("control"));
  /** Another controls the machine alone: what this page sent would be dropped. */
  const isHeldByOther = createMemo(() => {
    const { controller, viewers } = snapshot();
    return controller !== null && viewers.some(({ id, you }) => id === controller && !you);
  });
  const isControlling = createMemo(() => isActive() && !isViewOnly() && !isHeldByOther());

  // A stream that starts anew starts with the machine's own choice.
  createEffect(
    on(isActive, (isNowActive) => {
      if (isNowActive && quality() !== "auto") engine.send({ type: "set_quality", quality: quality() });
    }),
  );

  return {
    sessionId,
    canvas,
    snapshot,
    phase,
    isActive,
    machineName: () => snapshot().machine?.name ?? "the machine",
    statistics,
    may,
    cursor,
    machinePointer,
    isViewOnly,
    setViewOnly,
    isControlling,
    scaling: scalingPreference.value,
    setScaling: scalingPreference.set,
    quality,
    setQuality(next) {
      setQuality(next);
      engine.send({ type: "set_quality", quality: next });
    },
    send: (message) => engine.send(message),
    bufferedBytes: () => engine.bufferedBytes(),
    onMessage(type, hear) {
      const ofType = listeners.get(type) ?? new Set();
      listeners.set(type, ofType);
      // Only messages of this type come by this entry of the map.
      const hearAny = hear as (message: ViewerInbound) => void;
      ofType.add(hearAny);
      onCleanup(() => ofType.delete(hearAny));
    },
    sendInput(message) {
      if (isControlling()) engine.send(message);
    },
    retryNow: () => engine.retryNow(),
    wakeMonitor() {
      const { x, y } = machinePointer() ?? { x: 0, y: 0 };
      engine.send({ type: "mouse_move", x: x + 1, y });
      engine.send({ type: "mouse_move", x, y });
    },
    leave(reason) {
      setLeft({ kind: "ended", reason });
      engine.close();
    },
  };
}

const ViewerContext = createContext<Viewer>();
export const ViewerProvider = ViewerContext.Provider;

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("useViewer outside a session's page");
  return viewer;
}
