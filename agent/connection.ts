/**
 * The agent's WebSocket to the relay: stays open, notices when the other end is gone, comes back by itself.
 * It knows nothing of what the messages mean.
 */
import { CLOSE } from "../protocol/close-codes.ts";
import { PING_INTERVAL_MS } from "../protocol/limits.ts";
import { type Clock, systemClock } from "./clock.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import type { AgentSocket, OpenSocket } from "./socket.ts";

/** A connection this old has proved itself: the next loss is answered quickly again. */
const PROVEN_AFTER_MS = 10_000;
/** An upgrade that is not answered within this is given up. */
const OPEN_TIMEOUT_MS = 15_000;
const TOO_MANY_PAUSE_MS = 30_000;

export type ConnectionEnd = "replaced" | "cloned" | "not_accepted";

export type ConnectionEvents = {
  online(): void;
  message(text: string): void;
  /** Was online, is no longer; it will try again. */
  lost(reason: string): void;
  /** An attempt failed; the next one is in `delayMs`. */
  retrying(reason: string, delayMs: number): void;
  /** Trying again cannot help. */
  ended(end: ConnectionEnd): void;
};

export interface Connection {
  /** @returns false when there is no connection: the message is dropped, never kept. */
  send(message: string | Uint8Array<ArrayBuffer>): boolean;
  /** Bytes that the kernel has not taken yet. */
  bufferedBytes(): number;
  isOnline(): boolean;
  close(): void;
}

export type ConnectionOptions = {
  openSocket: OpenSocket;
  clock?: Clock;
  random?: () => number;
  /** Somebody was watching this machine when the connection was lost. */
  isAwaited?: () => boolean;
};

export function connect(events: ConnectionEvents, options: ConnectionOptions): Connection {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  let socket: AgentSocket | null = null;
  let isOnline = false;
  let isClosed = false;
  let failures = 0;
  let heardSincePing = false;
  let cancelTimer = () => {};

  function attempt(): void {
    let openedAt = 0;
    cancelTimer = clock.after(OPEN_TIMEOUT_MS, () => current.terminate());
    const current = options.openSocket({
      open() {
        if (socket !== current) return;
        openedAt = clock.now();
        isOnline = true;
        cancelTimer();
        keepAlive(current);
        events.online();
      },
      message(text) {
        if (socket !== current) return;
        heardSincePing = true;
        if (text !== null) events.message(text);
      },
      heard() {
        heardSincePing = true;
      },
      close(code, reason) {
        if (socket !== current) return;
        socket = null;
        cancelTimer();
        const wasOnline = isOnline;
        isOnline = false;
        if (isClosed) return;
        if (wasOnline && clock.now() - openedAt >= PROVEN_AFTER_MS) failures = 0;
        if (wasOnline) events.lost(reason);
        comeBack(code, reason);
      },
    });
    socket = current;
  }

  function comeBack(code: number, reason: string): void {
    const end = finalEnd(code);
    if (end) {
      isClosed = true;
      events.ended(end);
      return;
    }
    const pause = code === CLOSE.tooMany ? TOO_MANY_PAUSE_MS : 0;
    const delayMs = pause + reconnectDelayMs(failures, random(), options.isAwaited?.());
    failures++;
    cancelTimer = clock.after(delayMs, attempt);
    events.retrying(reason, delayMs);
  }

  /** A ping that brings nothing back until the next one is due: half-open, noticed 15 to 30 s after the last sign. */
  function keepAlive(current: AgentSocket): void {
    heardSincePing = false;
    current.ping();
    cancelTimer = clock.after(PING_INTERVAL_MS, () => {
      if (heardSincePing) keepAlive(current);
      else current.terminate();
    });
  }

  attempt();
  return {
    send(message) {
      if (!socket || !isOnline) return false;
      socket.send(message);
      return true;
    },
    bufferedBytes: () => socket?.bufferedBytes() ?? 0,
    isOnline: () => isOnline,
    close() {
      isClosed = true;
      cancelTimer();
      socket?.close();
    },
  };
}

function finalEnd(code: number): ConnectionEnd | null {
  if (code === CLOSE.replaced) return "replaced";
  if (code === CLOSE.cloned) return "cloned";
  if (code === CLOSE.badCredentials || code === CLOSE.notAllowed) return "not_accepted";
  return null;
}
