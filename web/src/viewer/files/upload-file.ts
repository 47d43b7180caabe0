/**
 * One file to the machine, in parts: each is hashed as it goes, so that the last can prove the whole; what breaks off goes
 * on where the machine says it stopped.
 */
import { FileHash } from "./file-hash.ts";
import { FIRST_PART_BYTES, nextPartBytes } from "./part-size.ts";
import { type Answer, lookAtUpload, type Refusal, sendPart, type UploadTarget } from "./upload-requests.ts";

export type UploadEnd = { kind: "done"; sha256: string } | { kind: "refused"; refusal: Refusal };

export type UploadEvents = {
  /** Bytes that the machine has. */
  sent(bytes: number): void;
  /** Bytes that were sent before are read again, to go on from there. */
  checking(): void;
  /** Nobody answers; it is tried again by itself. */
  away(): void;
};

const RETRY_MS = [500, 1_000, 2_000, 5_000] as const;

/** @throws what `signal` was aborted with; DOMException (NotReadableError) when the file is gone or was changed */
export async function uploadFile(
  file: File,
  target: UploadTarget,
  events: UploadEvents,
  signal: AbortSignal,
): Promise<UploadEnd> {
  const hash = await FileHash.of(file);
  let partBytes = FIRST_PART_BYTES;
  let offset = await lookUntilThere(target, events, signal);
  if (offset > 0) events.checking();
  for (;;) {
    // More than the file has: it is another one's.
    if (offset > file.size) offset = 0;
    await hash.moveTo(offset, signal);
    hash.mark();
    events.sent(offset);
    const startedAt = performance.now();
    const answer = await sendNext(file, hash, { target, offset, end: Math.min(offset + partBytes, file.size) }, signal);
    if (answer.kind === "done") {
      events.sent(file.size);
      return answer;
    }
    if (answer.kind === "part") {
      partBytes = nextPartBytes(partBytes, performance.now() - startedAt);
      offset = answer.offset;
    } else if (answer.kind === "away") {
      events.away();
      partBytes = FIRST_PART_BYTES;
      offset = await lookUntilThere(target, events, signal);
    } else if (answer.refusal.code === "wrong_offset") {
      offset = answer.refusal.offset ?? 0;
    } else {
      return answer;
    }
  }
}

type NextPart = { target: UploadTarget; offset: number; end: number };

/** The proof of the last part goes before its bytes; the others are hashed while they are sent. */
async function sendNext(
  file: File,
  hash: FileHash,
  { target, offset, end }: NextPart,
  signal: AbortSignal,
): Promise<Answer> {
  const bytes = file.slice(offset, end);
  if (end < file.size) {
    const hashing = hash.moveTo(end, signal);
    const [answer] = await Promise.all([sendPart(target, { offset, bytes, digest: null }, signal), hashing]);
    return answer;
  }
  await hash.moveTo(end, signal);
  return sendPart(target, { offset, bytes, digest: hash.digest() }, signal);
}

async function lookUntilThere(target: UploadTarget, events: UploadEvents, signal: AbortSignal): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const offset = await lookAtUpload(target, signal);
    if (offset !== "away") return offset ?? 0;
    events.away();
    await pause(attempt, signal);
  }
}

/** Until the next try. @throws what `signal` was aborted with */
export async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  signal.throwIfAborted();
}
