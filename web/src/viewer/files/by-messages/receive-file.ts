/**
 * One file of the machine by `file_download` and its pieces. They name no asker, so that those for somebody else who asked for
 * the same file come here, too: of each number the first is taken, and what is not the next is not ours.
 */
import type { ViewerClock } from "../../viewer-clock.ts";
import { fromBase64 } from "./base64.ts";
import { type FileLink, type FileMessage, LOST_WORDS, SILENCE_MS, subjectOf, TransferFailure } from "./file-link.ts";
import type { SaveTarget } from "./save-target.ts";

type FileChunkMessage = Extract<FileMessage, { type: "file_chunk" }>;

export type ReceiveOptions = {
  link: FileLink;
  clock: ViewerClock;
  path: string;
  /** More than this is not the file that was listed. */
  maxBytes: number;
  target: SaveTarget;
  /** Bytes that came so far. */
  received(bytes: number): void;
  signal: AbortSignal;
};

/** Resolves when it is saved. @throws TransferFailure; what `signal` was aborted with */
export async function receiveFile({ link, clock, ...options }: ReceiveOptions): Promise<void> {
  const { path, maxBytes, target, received, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let next = 0;
  let bytes = 0;
  let cancelTimer = (): void => {};
  const expectMore = (): void => {
    cancelTimer();
    cancelTimer = clock.after(SILENCE_MS, () => reject(new TransferFailure("Nothing more of it comes.")));
  };
  const take = (chunk: string): void => {
    const piece = fromBase64(chunk);
    bytes += piece.length;
    if (bytes > maxBytes) throw new TransferFailure("More comes than the file was listed with.");
    if (piece.length > 0) target.write(piece);
    next++;
    received(bytes);
    expectMore();
  };
  const takeChunk = ({ seq, chunk, done }: FileChunkMessage): void => {
    if (seq === next) {
      take(chunk);
      if (done) resolve();
    } else if (done && seq > next && link.isAlone()) {
      throw new TransferFailure("A part of it was lost on the way. Download it again.");
    }
  };
  const stop = link.listen((message) => {
    try {
      if (message.type === "lost") throw new TransferFailure(`${LOST_WORDS}. Download it again.`);
      if (message.type === "error") throwIfOurs(message, link);
      if (message.type === "file_chunk" && isPieceOf(path, message.path, link)) takeChunk(message);
    } catch (failure) {
      reject(failure);
    }
  });
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  expectMore();
  try {
    signal.throwIfAborted();
    if (!link.send({ type: "file_download", path })) throw new TransferFailure(`${LOST_WORDS}. Download it again.`);
    await promise;
    await target.finish();
  } catch (failure) {
    target.drop();
    throw failure;
  } finally {
    stop();
    cancelTimer();
    signal.removeEventListener("abort", abort);
  }
}

/** An agent may name the file otherwise than it was asked for, as a link's target. */
const isPieceOf = (asked: string, named: string, link: FileLink): boolean => asked === named || link.isAlone();

function throwIfOurs({ code, message }: { code: string; message: string }, link: FileLink): void {
  const subject = subjectOf({ code, message });
  if (subject !== "file_download" && !(subject === null && link.isAlone())) return;
  const tooSlow = "The machine sends it faster than your connection takes it, and its agent cannot wait.";
  throw new TransferFailure(code === "too_slow" ? tooSlow : message);
}

/** After this long without another piece it has stopped. */
const QUIET_MS = 3_000;

/** There is no word for "stop": until an abandoned file has ended, its pieces would pass for those of a new one. */
export function waitUntilQuiet(link: FileLink, clock: ViewerClock, path: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancel = clock.after(QUIET_MS, resolve);
  const stop = link.listen((message) => {
    if (message.type === "lost") resolve();
    if (message.type !== "file_chunk" || !isPieceOf(path, message.path, link)) return;
    if (message.done) resolve();
    cancel();
    cancel = clock.after(QUIET_MS, resolve);
  });
  return promise.finally(() => {
    stop();
    cancel();
  });
}
