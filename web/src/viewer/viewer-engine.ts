/** The viewer's engine: joins the socket, the pictures and what is known of the session, for the page. */
import { readCursorPosition, readCursorShape } from "../../../protocol/binary/cursor.ts";
import { isWholeJpeg, MESSAGE_TYPE } from "../../../protocol/binary/message-type.ts";
import type { OutgoingViewerMessage } from "../../../protocol/messages/viewer-to-relay.ts";
import { Framebuffer, type PaintedUpdate } from "./framebuffer/framebuffer.ts";
import { readInbound } from "./inbound-message.ts";
import { isInput, takesInput } from "./live-input.ts";
import { RefreshRequest } from "./refresh-request.ts";
import { SessionView } from "./session-view.ts";
import { browserClock } from "./viewer-clock.ts";
import { type LinkState, ViewerConnection } from "./viewer-connection.ts";
import type { OpenViewer, ViewerEngine } from "./viewer-model.ts";
import { openViewerSocket } from "./viewer-socket.ts";
import { StatisticsMeter } from "./viewer-statistics.ts";

const STATISTICS_EVERY_MS = 1_000;
/** The bound of `decode_ms` in the contract. */
const MAX_DECODE_MS = 60_000;

type Options = Parameters<OpenViewer>[0];

export const openViewer: OpenViewer = (options) => new SocketViewerEngine(options);

class SocketViewerEngine implements ViewerEngine {
  readonly #options: Options;
  readonly #view = new SessionView();
  readonly #framebuffer: Framebuffer;
  readonly #connection: ViewerConnection;
  readonly #refresh: RefreshRequest;
  readonly #statistics = new StatisticsMeter(performance.now());
  readonly #statisticsTimer: ReturnType<typeof setInterval>;
  /** Whole JPEGs of this connection: they are acknowledged by their count. */
  #wholeFrames = 0;
  #isAnnouncing = false;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#framebuffer = new Framebuffer(options.canvas, {
      painted: (update) => this.#painted(update),
      failed: (reason) => this.#failed(reason),
      broken: (reason) => {
        this.#view.broken(reason);
        this.#announce();
      },
    });
    this.#refresh = new RefreshRequest(browserClock, () => this.#tell({ type: "refresh" }));
    this.#connection = new ViewerConnection({
      openSocket: () => openViewerSocket(options.sessionId, options.viewerToken),
      clock: browserClock,
      random: Math.random,
      events: {
        changed: (link) => this.#linkChanged(link),
        text: (message) => this.#receivedText(message),
        binary: (message) => this.#receivedBinary(message),
      },
    });
    this.#statisticsTimer = setInterval(() => this.#reportStatistics(), STATISTICS_EVERY_MS);
    window.addEventListener("online", this.#networkBack);
    document.addEventListener("visibilitychange", this.#eyesBack);
    this.#announce();
  }

  send(message: OutgoingViewerMessage): boolean {
    if (this.#isClosed || !this.#view.isLive) return false;
    if (!isInput(message)) return this.#tell(message);
    if (!takesInput(this.#view.snapshot.phase)) return false;
    return this.#tell({ ...message, sent_at: performance.now() });
  }

  bufferedBytes(): number {
    return this.#connection.bufferedBytes;
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  close(): void {
    this.#isClosed = true;
    window.removeEventListener("online", this.#networkBack);
    document.removeEventListener("visibilitychange", this.#eyesBack);
    clearInterval(this.#statisticsTimer);
    this.#refresh.reset();
    this.#connection.close();
    this.#framebuffer.close();
  }

  readonly #networkBack = (): void => this.#connection.retryNow();
  readonly #eyesBack = (): void => {
    if (document.visibilityState === "visible") this.#connection.retryNow();
  };

  #linkChanged(link: LinkState): void {
    this.#view.linkChanged(link);
    if (link.kind === "waiting" || link.kind === "connecting") {
      this.#framebuffer.forget();
      this.#statistics.reset();
      this.#refresh.reset();
      this.#wholeFrames = 0;
    }
    this.#announce();
  }

  #receivedText(text: string): void {
    this.#statistics.received(text.length);
    const message = readInbound(text);
    if (!message) return;
    if (message.type === "pong" && message.sent_at !== undefined) {
      this.#statistics.roundTrip(performance.now() - message.sent_at);
    }
    if (this.#view.received(message)) this.#announce();
    this.#options.listener.message(message);
  }

  /** What is of no known kind is left alone: a newer relay may say more. */
  #receivedBinary(message: ArrayBuffer): void {
    this.#statistics.received(message.byteLength);
    const bytes = new Uint8Array(message);
    if (bytes[0] === MESSAGE_TYPE.framebufferUpdate || isWholeJpeg(bytes)) {
      this.#framebuffer.take(message, performance.now());
      return;
    }
    try {
      if (bytes[0] === MESSAGE_TYPE.cursorShape) this.#showCursor(bytes);
      else if (bytes[0] === MESSAGE_TYPE.cursorPosition) this.#movePointer(bytes);
    } catch (failure) {
      console.warn(`A message about the pointer was dropped: ${failure}`);
    }
  }

  #showCursor(message: Uint8Array): void {
    const { image } = readCursorShape(message);
    const shape = image && { ...image, rgba: new Uint8ClampedArray(image.rgba) };
    this.#options.listener.cursorShape(shape);
  }

  #movePointer(message: Uint8Array): void {
    const { x, y } = readCursorPosition(message);
    this.#options.listener.cursorPosition(x, y);
  }

  #painted(update: PaintedUpdate): void {
    this.#acknowledge(update);
    this.#statistics.painted(update);
    if (this.#view.painted(update.width, update.height)) this.#announce();
  }

  #acknowledge({ source, arrivedAtMs, paintedAtMs }: PaintedUpdate): void {
    const decode_ms = Math.min(paintedAtMs - arrivedAtMs, MAX_DECODE_MS);
    const place = source ? { stream: source.stream, frame: source.frame } : { frame: ++this.#wholeFrames };
    this.#tell({ type: "frame_ack", ...place, decode_ms });
  }

  #failed(reason: string): void {
    console.warn(`A picture was dropped and is asked for again: ${reason}`);
    this.#refresh.need();
  }

  #reportStatistics(): void {
    this.#options.listener.statistics(this.#statistics.take(performance.now()));
  }

  /** Once for all changes of a task, and first after `openViewer` has returned. */
  #announce(): void {
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    queueMicrotask(() => {
      this.#isAnnouncing = false;
      if (!this.#isClosed) this.#options.listener.changed(this.#view.snapshot);
    });
  }

  #tell(message: OutgoingViewerMessage): boolean {
    return this.#connection.send(JSON.stringify(message));
  }
}
