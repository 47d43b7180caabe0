/** A viewer's socket: its input on the way to the machine, checked for permission first, and its pictures' pace. */
import { CLOSE } from "../../protocol/close-codes.ts";
import { MessageAge } from "../../protocol/message-age.ts";
import {
  maxViewerMessageBytes,
  neededPermissions,
  RELAY_OWN_MESSAGES,
  type ViewerMessage,
  viewerMessage,
} from "../../protocol/messages/viewer-to-relay.ts";
import { type Permission, VIEW_ONLY_PERMISSIONS } from "../../protocol/permissions.ts";
import type { Clock } from "./clock.ts";
import type { Connection, SocketPeer } from "./connection.ts";
import { type FileChunk, FileChunkQueue } from "./file-chunk-queue.ts";
import { forwardKind, type OwnMessage, type ViewerInput } from "./forwarding.ts";
import type { RelayLimits } from "./limits.ts";
import type { ViewerLink, ViewerWants } from "./links.ts";
import type { LiveSession } from "./live-session.ts";
import type { LiveSessions } from "./live-sessions.ts";
import { MessageGuard } from "./message-guard.ts";
import { VIEWER_RATES } from "./message-rates.ts";
import { errorText } from "./notices.ts";
import { PointerMotion } from "./pointer-motion.ts";
import type { AdmittedViewer, RelayServices, ViewerTicket } from "./ports.ts";
import { RecordedOrder } from "./recorded-order.ts";

export type ViewerSocketOptions = {
  viewer: AdmittedViewer;
  wants: ViewerWants;
  sessions: LiveSessions;
  services: Pick<RelayServices, "recordAction" | "actionRefused">;
  clock: Clock;
  limits: RelayLimits;
};

export class ViewerSocket implements SocketPeer, ViewerLink {
  readonly side = "viewers";
  readonly id = crypto.randomUUID();
  readonly ticketId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly email: string;
  readonly viewOnly: boolean;
  readonly mayTakeOver: boolean;
  readonly permissions: ReadonlySet<Permission>;
  readonly #options: ViewerSocketOptions;
  readonly #guard: MessageGuard<ViewerMessage>;
  readonly #motion: PointerMotion;
  readonly #age: MessageAge;
  readonly #chunks: FileChunkQueue;
  readonly #recorded: RecordedOrder;
  #wants: ViewerWants;
  #connection: Connection | null = null;
  #session: LiveSession | null = null;

  constructor(options: ViewerSocketOptions) {
    const { viewer: ticket, clock, limits } = options;
    this.#options = options;
    this.ticketId = ticket.ticketId;
    this.userId = ticket.userId;
    this.name = ticket.userName;
    this.email = ticket.userEmail;
    this.viewOnly = ticket.viewOnly;
    this.mayTakeOver = ticket.mayTakeOver;
    this.permissions = permissionsOf(ticket);
    this.#wants = options.wants;
    const rules = { schema: viewerMessage, maxBytes: maxViewerMessageBytes, rates: VIEWER_RATES };
    this.#guard = new MessageGuard(rules, clock, limits);
    this.#age = new MessageAge(limits.maxInputAgeMs);
    this.#chunks = new FileChunkQueue(limits, {
      send: (text) => this.send(text),
      bufferedBytes: () => this.bufferedBytes(),
      overrun: () => this.send(errorText("too_slow", "file_download: it comes faster than this connection takes it")),
    });
    this.#recorded = new RecordedOrder({
      record: ({ action, details }) => options.services.recordAction(ticket, action, details),
      forward: (message) => this.#session?.fromViewer(this, message),
      send: (text) => this.send(text),
      maxWaitingBytes: limits.maxQueuedBytes,
    });
    this.#motion = new PointerMotion(clock, limits, (message) => this.#session?.fromViewer(this, message));
  }

  get wants(): ViewerWants {
    return this.#wants;
  }

  opened(connection: Connection): void {
    this.#connection = connection;
    // First of all that it is sent, so that its answer tells the round trip and not the time of a picture.
    connection.ping();
    const session = this.#options.sessions.join(this.#options.viewer, this);
    if (session === "full") this.close(CLOSE.tooMany, "too many viewers in this session");
    else this.#session = session;
  }

  closed(): void {
    this.#motion.clear();
    this.#session?.leave(this);
    this.#session = null;
  }

  drained(): void {
    this.#session?.picturesOf(this).drained(this);
    this.#chunks.flush();
  }

  ponged(roundTripMs: number): void {
    this.#session?.picturesOf(this).observeRoundTrip(this, roundTripMs);
  }

  received(message: string | Buffer<ArrayBuffer>): void {
    if (typeof message !== "string") {
      this.#refuse("viewers send no binary messages");
      return;
    }
    const checked = this.#guard.check(message);
    switch (checked.kind) {
      case "invalid":
        this.#refuse(checked.reason);
        break;
      case "limited":
        this.send(errorText("rate_limited", `too many ${checked.type} messages: dropped`));
        break;
      case "flooding":
        this.close(CLOSE.tooMany, "too many messages");
        break;
      case "valid":
        this.#take(checked.message);
        break;
    }
  }

  send(text: string): void {
    this.#connection?.send(text);
  }

  sendFileChunk(chunk: FileChunk): void {
    this.#chunks.push(chunk);
  }

  sendBinary(message: Uint8Array): void {
    this.#connection?.send(message);
  }

  subscribe(topic: string): void {
    this.#connection?.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#connection?.unsubscribe(topic);
  }

  bufferedBytes(): number {
    return this.#connection?.bufferedBytes ?? 0;
  }

  releaseKeys(): void {
    this.#session?.fromViewer(this, { type: "release_keys" });
  }

  close(code: number, reason: string): void {
    this.#connection?.close(code, reason);
  }

  #take(message: ViewerMessage): void {
    const missing = neededPermissions(message).find((permission) => !this.permissions.has(permission));
    if (missing) {
      this.#noteRefused(message, missing);
      this.send(errorText("forbidden", `${message.type} needs the permission "${missing}"`));
      return;
    }
    const denied = neededPermissions(message).find((permission) => this.#session?.allows(this, permission) === false);
    if (denied) {
      this.#noteRefused(message, denied);
      const detail = `this machine, or the person at it, does not allow "${denied}"`;
      this.send(errorText("forbidden", `${message.type}: ${detail}`));
    } else if (isOwn(message)) {
      this.#takeOwn(message);
    } else {
      this.#forward(message);
    }
  }

  /** Looking and acknowledging change nothing: who may not even do that is put out anyway. */
  #noteRefused({ type }: ViewerMessage, permission: Permission): void {
    if (permission === "view") return;
    const { services, viewer } = this.#options;
    services.actionRefused(viewer, { message: type, permission });
  }

  #forward(message: ViewerInput): void {
    if (this.#isStale(message)) return;
    if (message.type === "mouse_move" || message.type === "mouse_scroll") {
      this.#motion.push(message);
      return;
    }
    // A click belongs where the pointer has been moved to before it.
    this.#motion.flush();
    this.#recorded.pass(message);
  }

  /** Input that waited on the way is of no use any more; what it may have left held down comes up. */
  #isStale(message: ViewerInput): boolean {
    if (!("sent_at" in message) || message.sent_at === undefined) return false;
    if (!this.#age.isStale(message.sent_at, this.#options.clock.now())) return false;
    if (forwardKind(message.type) === "keys") {
      this.send(errorText("stale_input", `${message.type} was on its way too long: dropped`));
      this.releaseKeys();
    }
    return true;
  }

  #takeOwn(message: OwnMessage): void {
    switch (message.type) {
      case "ping":
        // Also shows how far the clocks are apart.
        if (message.sent_at !== undefined) this.#age.isStale(message.sent_at, this.#options.clock.now());
        this.#answerPing(message.sent_at);
        break;
      case "frame_ack": {
        const { stream, frame, decode_ms: decodeMs = 0 } = message;
        this.#session?.picturesOf(this).acknowledge(this, { stream, frame, decodeMs });
        break;
      }
      case "refresh":
        this.#session?.picturesOf(this).refreshViewer(this);
        break;
      case "start_stream":
        this.#startPictures(message);
        break;
      case "stop_stream":
        this.#wants = { ...this.#wants, pictures: false };
        this.#session?.viewerWantsChanged(this);
        break;
      case "pointer":
        this.#session?.pointers.move(this, message);
        break;
      default:
        this.#motion.flush();
        this.#session?.control.take(this, message);
    }
  }

  #answerPing(sentAt: number | undefined): void {
    const pong = { type: "pong", sent_at: sentAt, server_time: this.#options.clock.isoTime() };
    this.send(JSON.stringify(pong));
  }

  #startPictures({ codecs, max_fps, monitor }: Extract<OwnMessage, { type: "start_stream" }>): void {
    this.#wants = { pictures: true, codecs: codecs ?? this.#wants.codecs, maxFps: max_fps ?? this.#wants.maxFps };
    if (monitor !== undefined) this.#session?.fromViewer(this, { type: "set_monitor", index: monitor });
    this.#session?.viewerWantsChanged(this);
  }

  #refuse(reason: string): void {
    if (this.#guard.noteInvalid()) this.close(CLOSE.protocolBreach, "too many invalid messages");
    else this.send(errorText("invalid_message", reason));
  }
}

/** The ticket's set; a view-only session never has more than seeing and talking, whatever the ticket says. */
function permissionsOf(ticket: ViewerTicket): ReadonlySet<Permission> {
  if (!ticket.viewOnly) return ticket.permissions;
  return new Set(VIEW_ONLY_PERMISSIONS.filter((permission) => ticket.permissions.has(permission)));
}

const OWN_TYPES: ReadonlySet<string> = new Set(RELAY_OWN_MESSAGES);

function isOwn(message: ViewerMessage): message is OwnMessage {
  return OWN_TYPES.has(message.type);
}
