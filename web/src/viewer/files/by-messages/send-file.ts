/**
 * One file to the machine by `file_upload_start`, pieces and `file_upload_end`. The protocol has no answer to the end: that the
 * file is there is seen by listing its folder. Nothing can be gone on with: what breaks off is sent anew.
 */
import type { ViewerClock } from "../../viewer-clock.ts";
import { toBase64 } from "./base64.ts";
import { type FileLink, type FileMessage, LOST_WORDS, SILENCE_MS, subjectOf, TransferFailure } from "./file-link.ts";
import { listFolder } from "./list-folder.ts";
import { UploadPace } from "./upload-pace.ts";

/** Until a file that was sent is in its folder: a slow disk, or a scanner that looks into it first. */
const CONFIRM_AFTER_MS = [50, 200, 500, 1_000, 2_000, 3_000, 5_000, 5_000] as const;
/** Beyond it the page's own keys would wait behind the file. */
const MAX_BUFFERED_BYTES = 64 * 1024;
const BUFFER_LOOK_MS = 20;

export type SendEvents = {
  /** Bytes that are on the machine's link. */
  sent(bytes: number): void;
  /** All of it has been sent; now it is looked for. */
  confirming(): void;
};

export type SendOptions = {
  link: FileLink;
  clock: ViewerClock;
  file: File;
  /** Whole path on the machine. */
  folder: string;
  events: SendEvents;
  signal: AbortSignal;
};

/** @throws TransferFailure; what `signal` was aborted with; DOMException (NotReadableError) when the file is gone */
export async function sendFile({ link, clock, file, folder, events, signal }: SendOptions): Promise<void> {
  const pace = new UploadPace();
  const answers = new Answers(link, clock);
  let taken = 0;
  answers.heard = () => {
    taken += pace.taken(clock.now());
    events.sent(taken);
  };
  try {
    tell(link, { type: "file_upload_start", filename: file.name, dest_path: folder });
    let seq = 0;
    for (let at = 0; at < file.size; ) {
      const bytes = new Uint8Array(await file.slice(at, at + pace.pieceBytes).arrayBuffer());
      await answers.until(() => roomIn(link, pace.waitMs(clock.now())), signal);
      pace.sent(bytes.length, clock.now());
      tell(link, { type: "file_upload_chunk", chunk: toBase64(bytes), seq: seq++ });
      at += bytes.length;
    }
    await answers.until(() => (answers.count === seq ? 0 : null), signal);
    tell(link, { type: "file_upload_end" });
    events.confirming();
    await confirm({ link, clock, file, folder }, answers, signal);
  } finally {
    answers.stop();
  }
}

function roomIn(link: FileLink, waitMs: number | null): number | null {
  if (waitMs !== 0) return waitMs;
  return link.bufferedBytes() > MAX_BUFFERED_BYTES ? BUFFER_LOOK_MS : 0;
}

async function confirm(
  { link, clock, file, folder }: Pick<SendOptions, "link" | "clock" | "file" | "folder">,
  answers: Answers,
  signal: AbortSignal,
): Promise<void> {
  for (const delayMs of CONFIRM_AFTER_MS) {
    const lookAt = clock.now() + delayMs;
    await answers.until(() => Math.max(0, lookAt - clock.now()), signal);
    const { entries } = await listFolder(link, clock, folder);
    signal.throwIfAborted();
    answers.throwIfRefused();
    if (entries.some(({ name, size }) => name === file.name && size === file.size)) return;
  }
  throw new TransferFailure("All of it was sent, but the machine does not show it in the folder.");
}

function tell(link: FileLink, message: Parameters<FileLink["send"]>[0]): void {
  if (!link.send(message)) throw new TransferFailure(`${LOST_WORDS}: send it again.`);
}

/** What the machine and the relay say meanwhile. */
class Answers {
  /** Pieces that were taken. */
  count = 0;
  heard = (): void => {};
  readonly #clock: ViewerClock;
  readonly #stop: () => void;
  #failure: TransferFailure | null = null;
  #wake = (): void => {};

  constructor(link: FileLink, clock: ViewerClock) {
    this.#clock = clock;
    this.#stop = link.listen((message) => this.#take(message, link));
  }

  stop(): void {
    this.#stop();
  }

  throwIfRefused(): void {
    if (this.#failure) throw this.#failure;
  }

  /**
   * Resolves when `waitMs` says 0. It is asked again after as many milliseconds as it says, or, when it says null, after the
   * next answer.
   */
  async until(waitMs: () => number | null, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      this.throwIfRefused();
      const wait = waitMs();
      if (wait === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      this.#wake = wake;
      signal.addEventListener("abort", wake, { once: true });
      const cancel = this.#clock.after(wait ?? SILENCE_MS, () => {
        if (wait === null) this.#failure ??= new TransferFailure("The machine takes no more of it. Send it again.");
        wake();
      });
      await promise;
      cancel();
      signal.removeEventListener("abort", wake);
    }
  }

  #take(message: FileMessage, link: FileLink): void {
    if (message.type === "lost") this.#failure ??= new TransferFailure(`${LOST_WORDS}: send it again.`);
    else if (message.type === "file_upload_taken") {
      this.count++;
      this.heard();
    } else if (message.type === "error") {
      const subject = subjectOf(message);
      if (subject !== "file_upload" && !(subject === null && link.isAlone())) return;
      this.#failure ??= new TransferFailure(message.message);
    } else return;
    this.#wake();
  }
}
