/**
 * One support session on this machine: asks the person where that is wanted, shows the screen while a viewer is there,
 * takes the viewers' input, and lets go of everything when they leave.
 */

import type { AgentMessage } from "../protocol/messages/agent-to-relay.ts";
import type { Codec, Monitor } from "../protocol/messages/fields.ts";
import type { ForwardedMessage, RelayCommand } from "../protocol/messages/relay-to-agent.ts";
import { neededForRequest } from "../protocol/messages/stream-request.ts";
import { neededPermissions } from "../protocol/messages/viewer-to-relay.ts";
import type { Permission } from "../protocol/permissions.ts";
import type { Clock } from "./clock.ts";
import type { AskConsent } from "./consent/ask-consent.ts";
import { createSessionConsent } from "./consent/session-consent.ts";
import type { Desktop } from "./desktop.ts";
import { PLAIN_PERMISSIONS } from "./inbound.ts";
import { createViewerInput } from "./input/viewer-input.ts";
import type { Log } from "./log.ts";
import { chooseMonitor } from "./monitors/choose-monitor.ts";
import type { Person } from "./person/person.ts";
import type { BoardViewer, SessionBoard } from "./person/session-board.ts";
import type { Terminal } from "./person/terminal.ts";
import { createPictureOutlet } from "./picture-outlet.ts";
import { createScreenWatch, type ScreenWatch } from "./screen-watch.ts";
import type { SessionMessage } from "./session-feature.ts";
import { createSessionFeatures } from "./session-features.ts";
import type { ScreenStreamEvents } from "./stream/screen-stream.ts";
import { Refusal, type StreamAddress } from "./streams/exchange.ts";
import { refuseStream } from "./streams/opened-stream.ts";

export type StartStream = Extract<RelayCommand, { type: "start_stream" }>;
type StartSide = Extract<RelayCommand, { type: "start_side_stream" }>;
export type OpenStreamCommand = Extract<RelayCommand, { type: "open_stream" }>;
type Cells = Extract<RelayCommand, { type: "refresh_cells" }>["cells"];
export interface Session {
  start(command: StartStream): void;
  stop(): void;
  end(): void;
  viewerLeft(viewerId: string): void;
  acknowledge(stream: number, frame: number, decodeMs?: number): void;
  refreshCells(cells: Cells, stream?: number): void;
  /** A further stream, for viewers on a slow link; `stop` ends it. */
  startSide(command: StartSide): void;
  stopSide(stream: number): void;
  /** A request that is answered over HTTP; its permission has been checked. Resolves when it is answered. */
  open(command: OpenStreamCommand): Promise<void>;
  /** Who is in it now. */
  viewers(viewers: readonly BoardViewer[]): void;
  /** A viewer's message whose permission has been checked. */
  receive(message: ForwardedMessage): "taken" | "unsupported" | "not_agreed";
}

export type SessionOptions = {
  sessionId: string;
  /** The relay speaks the plain protocol: bare JPEG frames, messages without a session. */
  isPlain: boolean;
  isAttended: boolean;
  /** The machine's own policy; undefined: whatever tickets say. */
  allowedPermissions: readonly Permission[] | undefined;
  desktop: Desktop;
  askConsent: AskConsent;
  person: Person;
  terminal: Terminal;
  board: SessionBoard;
  /** @returns false: there is no connection now, and it was not sent */
  send(message: AgentMessage): boolean;
  sendBinary(message: Uint8Array<ArrayBuffer>): void;
  /** Bytes that wait in the socket. */
  bufferedBytes(): number;
  /** Where a stream of the server's is answered. */
  streamAddress(streamId: string): StreamAddress;
  clock: Clock;
  log: Log;
};

type StreamState = Parameters<ScreenStreamEvents["state"]>[0];

export function createSession(options: SessionOptions): Session {
  const { desktop, log, sessionId } = options;
  let wanted: StartStream | null = null;
  let monitor: number | undefined;
  let quality: StartStream["quality"];
  let monitors: readonly Monitor[] = [];
  let shown = 0;
  let present: readonly BoardViewer[] = [];
  let state: StreamState = { kind: "ok" };

  const outlet = createPictureOutlet(options);
  const screen: ScreenWatch = createScreenWatch({
    desktop,
    clock: options.clock,
    message: (message) => outlet.offer(message),
    monitors(list, current) {
      const isOther = shown !== current;
      monitors = list;
      shown = current;
      say({ type: "monitor_list", monitors: [...list] });
      if (isOther) sayState();
    },
    state(next) {
      if (next.kind === "problem") log.info(`no picture for the technician: ${next.message}`);
      state = next;
      sayState();
    },
  });
  const input = createViewerInput({
    queue: desktop.input,
    toDesktop: (x, y) => desktopPoint(monitors.length > 0 ? chooseMonitor(monitors, shown) : null, x, y),
    noteInput: () => screen.stream()?.noteInput(),
  });

  const stopLettingGo = desktop.input.onShutOut(() => input.releaseAll());
  const consent = createSessionConsent({
    isAttended: options.isAttended,
    allowed: options.allowedPermissions,
    ask: options.askConsent,
    say,
    changed() {
      tellWhoIsHere();
      show();
    },
    log,
  });

  const features = createSessionFeatures({
    sessionId,
    desktop,
    person: options.person,
    terminal: options.terminal,
    board: options.board,
    say,
    bufferedBytes: options.bufferedBytes,
    clock: options.clock,
    log,
  });

  function sayState(): void {
    const problem = state.kind === "problem" ? { problem: state.problem, message: state.message } : {};
    say({ type: "stream_state", state: state.kind, monitor: shown, ...problem });
  }

  function say(message: SessionMessage): boolean {
    return options.send((options.isPlain ? message : { ...message, session_id: sessionId }) as AgentMessage);
  }

  /** To the board and the features: with what each may do in fact. */
  function tellWhoIsHere(): void {
    const allowed = (permission: Permission) =>
      consent.allows(permission) && (options.allowedPermissions?.includes(permission) ?? true);
    const viewers = present.map((viewer) => ({ ...viewer, permissions: viewer.permissions.filter(allowed) }));
    options.board.viewers(sessionId, viewers);
    // Also where nobody was asked: whoever sits here is to know.
    if (wanted) options.board.setRecording(sessionId, wanted.recorded === true);
    for (const feature of features) feature.viewers?.(viewers);
  }

  function show(): void {
    if (!wanted || !consent.isGranted) return;
    const { stream, max_fps, jpeg_fps } = wanted;
    const known: readonly Codec[] = wanted.scaled ? [...wanted.codecs, "scaled"] : wanted.codecs;
    const codecs: readonly Codec[] = options.isPlain ? ["jpeg"] : known;
    screen.show({ stream, codecs, maxFps: max_fps, jpegFps: jpeg_fps, monitor, quality: quality ?? "auto" });
  }

  const ended = new AbortController();

  async function open({ stream_id, request, permissions, technician }: OpenStreamCommand): Promise<void> {
    const address = options.streamAddress(stream_id);
    const feature = features.find(({ answers }) => answers?.has(request.kind));
    if (!consent.isGranted || !neededForRequest(request).every(consent.allows)) {
      const message = "the person at the machine has not agreed to this";
      await refuseStream(address, new Refusal("conflict", message, { code: "waiting_consent" }));
    } else if (feature?.answer) {
      const name = technician?.name || technician?.email || "a technician";
      await feature.answer({ request, address, permissions, technician: name, ended: ended.signal });
    } else {
      const message = "this machine's agent does not know how to do this: update it there";
      await refuseStream(address, new Refusal("conflict", message, { code: "unsupported_agent" }));
    }
  }

  function toFeature(message: ForwardedMessage): "taken" | "unsupported" {
    const feature = features.find(({ takes }) => takes.has(message.type));
    if (!feature) return "unsupported";
    // Until the person agreed, nothing is done for anybody.
    if (consent.isGranted) feature.receive(message);
    return "taken";
  }

  function stop(): void {
    wanted = null;
    consent.withdraw();
    input.releaseAll();
    screen.hide();
    outlet.clear();
    outlet.setSideStreams([]);
    for (const feature of features) feature.suspend?.();
  }

  return {
    start(command) {
      if (!wanted)
        log.info(`${technicianOf(command)} connects${command.recorded ? "; what is shown is recorded" : ""}`);
      wanted = command;
      monitor = command.monitor ?? monitor;
      quality = command.quality ?? quality;
      outlet.setStream(command.stream);
      // A relay that tells nobody who is there names at least who asks.
      if (options.isPlain)
        present = [{ id: "", name: technicianOf(command), email: "", permissions: PLAIN_PERMISSIONS }];
      consent.wanted({
        technician: technicianOf(command),
        permissions: command.permissions,
        reason: command.reason,
        consentText: command.consent_text,
        isRecorded: command.recorded,
      });
      if (!consent.isGranted) return;
      tellWhoIsHere();
      show();
    },
    stop() {
      if (wanted) options.board.viewers(sessionId, []);
      if (wanted) log.info("no technician is watching any more");
      stop();
    },
    end() {
      stop();
      ended.abort();
      for (const feature of features) feature.end();
      screen.close();
      stopLettingGo();
      options.board.ended(sessionId);
      log.info("the session has ended");
    },
    viewerLeft(viewerId) {
      input.release(viewerId);
      for (const feature of features) feature.viewerLeft?.(viewerId);
    },
    acknowledge(stream, frame, decodeMs) {
      if (stream === wanted?.stream) screen.stream()?.acknowledge(frame, decodeMs);
      else if (screen.hasSide(stream)) screen.stream()?.acknowledge(frame, decodeMs, stream);
    },
    refreshCells: (cells, stream) => screen.stream()?.refreshCells(cells, stream),
    startSide({ stream, max_fps, scaled, round_trip_ms, bytes_per_s }) {
      if (!wanted || !consent.isGranted) return;
      const isKnown = round_trip_ms !== undefined && bytes_per_s !== undefined && bytes_per_s > 0;
      const link = isKnown ? { roundTripMs: round_trip_ms, bytesPerS: bytes_per_s } : undefined;
      screen.showSide({ stream, maxFps: max_fps, codecs: scaled ? ["tiles", "scaled"] : ["tiles"], link });
      outlet.setSideStreams(screen.sides());
    },
    stopSide(stream) {
      screen.hideSide(stream);
      outlet.setSideStreams(screen.sides());
    },
    open,
    viewers(viewers) {
      present = viewers;
      if (consent.isGranted) tellWhoIsHere();
      consent.viewers(present);
    },
    receive(message) {
      if (consent.isGranted && !neededPermissions(message).every(consent.allows)) return "not_agreed";
      switch (message.type) {
        case "set_monitor":
          monitor = message.index;
          screen.setMonitor(message.index);
          return "taken";
        case "set_quality":
          quality = message.quality;
          screen.setQuality(message.quality);
          return "taken";
        case "mouse_move":
        case "mouse_click":
        case "mouse_scroll":
        case "key_press":
        case "key_special":
        case "key_event":
        case "release_keys":
        case "exec_key_combo":
          // Before the person agreed, and when nobody is shown anything, input goes nowhere.
          if (wanted && consent.isGranted) input.receive(message);
          return "taken";
        default:
          return toFeature(message);
      }
    },
  };
}

/** Pixels of the shown monitor as pixels of the whole desktop, kept inside that monitor. */
function desktopPoint(monitor: Monitor | null, x: number, y: number): { x: number; y: number } {
  if (!monitor) return { x: Math.round(x), y: Math.round(y) };
  return {
    x: monitor.x + Math.min(Math.max(Math.round(x), 0), monitor.width - 1),
    y: monitor.y + Math.min(Math.max(Math.round(y), 0), monitor.height - 1),
  };
}

function technicianOf(command: StartStream): string {
  return command.technician?.name || command.technician?.email || "a technician";
}
