/**
 * Where a session's pixel messages leave for the socket. Whole JPEG frames are not acknowledged by plain viewers, so the
 * socket's own queue bounds them: while it is full only the newest frame waits, and it goes when there is room again.
 */
import { MESSAGE_TYPE } from "../protocol/binary/message-type.ts";
import { readWholeFrame } from "../protocol/binary/whole-frame.ts";
import type { Clock } from "./clock.ts";

/** About one large frame: enough to keep a link busy, little enough to be shown at once. */
const MAX_WAITING_BYTES = 256 * 1024;
const RETRY_MS = 20;

export type PictureOutlet = {
  /** Only messages of this stream pass: a Worker may still be sending those of the last. */
  setStream(stream: number): void;
  /** Also messages of these, beside the one that was set. */
  setSideStreams(streams: Iterable<number>): void;
  offer(message: Uint8Array<ArrayBuffer>): void;
  clear(): void;
};

export function createPictureOutlet(options: {
  isPlain: boolean;
  sendBinary(message: Uint8Array<ArrayBuffer>): void;
  bufferedBytes(): number;
  clock: Clock;
}): PictureOutlet {
  let stream = -1;
  let sides: ReadonlySet<number> = new Set();
  let newest: Uint8Array<ArrayBuffer> | null = null;
  let cancelRetry = () => {};

  function sendNewest(): void {
    if (!newest) return;
    if (options.bufferedBytes() > MAX_WAITING_BYTES) {
      cancelRetry = options.clock.after(RETRY_MS, sendNewest);
      return;
    }
    options.sendBinary(options.isPlain ? bareJpeg(newest) : newest);
    newest = null;
  }

  return {
    setStream(next) {
      stream = next;
      this.clear();
    },
    setSideStreams(streams) {
      sides = new Set(streams);
    },
    offer(message) {
      const of = streamOf(message);
      if (of !== stream && !sides.has(of)) return;
      if (message[0] === MESSAGE_TYPE.wholeFrame) {
        cancelRetry();
        newest = message;
        sendNewest();
      } else if (!options.isPlain) {
        options.sendBinary(message);
      }
    },
    clear() {
      cancelRetry();
      newest = null;
    },
  };
}

/** Every binary message carries its stream in the same place. */
function streamOf(message: Uint8Array): number {
  return ((message[2] ?? 0) << 8) | (message[3] ?? 0);
}

function bareJpeg(message: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return message.subarray(message.length - readWholeFrame(message).jpeg.length);
}
