/** `file_read` of one file: what is sent of it, and its bytes from disk to the answer. */
import type { FileReadFacts } from "../../protocol/rest/files.ts";
import { type Bytes, Refusal } from "../streams/exchange.ts";
import { tagOf, timeOf } from "./file-facts.ts";
import { inWords } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { openRegular, type RegularFile, readBytes } from "./read-bytes.ts";
import { resolvePath } from "./remote-path.ts";

export type Wanted = { range?: { first: number; last?: number }; if_tag?: string };
/** `bytes` null: there are none to send. */
export type OpenedFile = { facts: FileReadFacts; bytes: Bytes | null };

/** null: the path is a folder. @throws Refusal */
export function openFile(path: string, wanted: Wanted, identity: FileIdentity): OpenedFile | null {
  const whole = resolvePath(path, identity.home);
  const file = inWords(whole, () => actAs(identity, () => openRegular(whole, { isLinkFollowed: true })));
  if (file === "folder") return null;
  if (file === "other") {
    throw new Refusal("conflict", `“${whole}” is no file but a device or the like`, { code: "not_a_file" });
  }
  const { size } = file.stats;
  const tag = tagOf(file.stats);
  const facts = { modified_at: timeOf(file.stats), tag, is_zip: false, is_outside: false };
  // What the system makes up while it is read (/proc) has no size: it ends where it ends.
  if (size === 0) {
    return { facts: { ...facts, size: null, range: null }, bytes: streamOf(file, 0, null, whole) };
  }
  const isSame = wanted.if_tag === undefined || wanted.if_tag === tag;
  const range = wanted.range && isSame ? rangeOf(wanted.range, size) : null;
  if (range === "outside") {
    file.close();
    return { facts: { ...facts, size, range: null, is_outside: true }, bytes: null };
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  return { facts: { ...facts, size, range }, bytes: streamOf(file, first, last - first + 1, whole) };
}

/** RFC 9110 §14.1.2: a negative first counts from the end; what begins behind the end cannot be sent. */
function rangeOf(wanted: { first: number; last?: number }, size: number): { first: number; last: number } | "outside" {
  const first = wanted.first < 0 ? Math.max(0, size + wanted.first) : wanted.first;
  const last = Math.min(wanted.last ?? size - 1, size - 1);
  return first > last ? "outside" : { first, last };
}

/** Closes the file when all was read, or nobody reads any more. */
function streamOf(file: RegularFile, first: number, length: number | null, path: string): Bytes {
  const chunks = readBytes(file.fd, { first, length, path });
  // The next piece is read while the last one leaves.
  let ahead = chunks.next();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await ahead;
          if (done) {
            file.close();
            controller.close();
          } else {
            ahead = chunks.next();
            // Looked at when its turn comes.
            ahead.catch(() => undefined);
            controller.enqueue(value);
          }
        } catch (failure) {
          file.close();
          controller.error(failure);
        }
      },
      async cancel() {
        // Closed under a read that is under way, the number could be another file's.
        await ahead.catch(() => undefined);
        file.close();
      },
    },
    { highWaterMark: 0 },
  );
}
