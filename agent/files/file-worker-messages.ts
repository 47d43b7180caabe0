/** What the file feature and its Worker say to each other. */
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { StreamAddress } from "../streams/exchange.ts";
import type { FileIdentity } from "./file-identity.ts";

export type ToFileWorker =
  | { type: "answer"; request: StreamRequest; address: StreamAddress; identity: FileIdentity }
  /** The session is over. */
  | { type: "cancel"; streamId: string };

export type FromFileWorker = { type: "done"; streamId: string; outcome: "answered" | "refused" | "gone" };
