/** Files of a session: requests that are answered over HTTP, as the user whose files they are. */
import type { StreamRequestKind } from "../../protocol/messages/stream-request.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import { Refusal } from "../streams/exchange.ts";
import { type OpenedStream, refuseStream } from "../streams/opened-stream.ts";
import { identityFor } from "./file-account.ts";
import { answerInWorker } from "./file-room.ts";

const ANSWERS: ReadonlySet<StreamRequestKind> = new Set([
  "file_list",
  "file_look",
  "upload_look",
  "file_read",
  "file_write",
  "file_write_batch",
  "folder_create",
  "file_rename",
  "file_delete",
]);

export function createFileFeature({ log }: FeatureContext): SessionFeature {
  async function answer(stream: OpenedStream): Promise<void> {
    const { request, permissions, technician, address } = stream;
    const isElevated = "elevated" in request && request.elevated;
    try {
      const identity = identityFor(isElevated, permissions);
      log.detail(`${technician}: ${request.kind} as ${identity.name}`);
      await answerInWorker(stream, identity);
    } catch (failure) {
      const message = "who this machine's user is could not be found out";
      await refuseStream(address, failure instanceof Refusal ? failure : new Refusal("unavailable", message));
    }
  }

  return { takes: new Set(), receive: () => undefined, answers: ANSWERS, answer, end: () => undefined };
}
