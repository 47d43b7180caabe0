/** What the file features and their Worker say to each other. */
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { StreamAddress } from "../streams/exchange.ts";
import type { FileIdentity } from "./file-identity.ts";

export type ToFileWorker =
  | { type: "answer"; request: StreamRequest; address: StreamAddress; identity: FileIdentity }
  /** Answered by messages here: the plain protocol knows no HTTP. */
  | { type: "answer_plain"; streamId: string; request: StreamRequest; identity: FileIdentity }
  /** Bytes of an upload that is answered plainly; null: that was all. */
  | { type: "body"; streamId: string; bytes: Uint8Array<ArrayBuffer> | null }
  /** The last piece has left. */
  | { type: "more"; streamId: string }
  /** The session is over. */
  | { type: "cancel"; streamId: string };

export type FromFileWorker =
  | { type: "facts"; streamId: string; facts: Record<string, unknown> }
  /** Waits for `more`. */
  | { type: "piece"; streamId: string; bytes: Uint8Array<ArrayBuffer> }
  | { type: "refused"; streamId: string; code: string; message: string }
  | { type: "done"; streamId: string; outcome: "answered" | "refused" | "gone" };
