/** The session's socket as transfers by messages use it: what agents of other makers know of files (docs/protocol.md, "The plain protocol"). */
import type { ViewerInbound } from "../../../../../protocol/messages/relay-to-viewer.ts";
import type { OutgoingViewerMessage } from "../../../../../protocol/messages/viewer-to-relay.ts";

export type FileMessageType = "file_list" | "file_chunk" | "file_upload_taken" | "error";
export type FileMessage = Extract<ViewerInbound, { type: FileMessageType }> | { type: "lost" };

export type FileLink = {
  /** @returns false: it was not sent, there is no connection */
  send(message: OutgoingViewerMessage): boolean;
  /** Every message about files from now on, and `lost` when the connection or the machine is. @returns ends it */
  listen(hear: (message: FileMessage) => void): () => void;
  /** What was sent and has not left the page yet. */
  bufferedBytes(): number;
  /** Nobody else is in the session: whatever is said of files is an answer to this viewer. */
  isAlone(): boolean;
};

/** A transfer that ended otherwise than it should, in a sentence for the person. */
export class TransferFailure extends Error {}

export const LOST_WORDS = "The connection was lost in the middle";
/** Nothing was heard for this long: it will not come any more. */
export const SILENCE_MS = 30_000;

export type Subject = "list_files" | "file_download" | "file_upload";

/** Said by relays of other things than files. */
const OTHER_CODES: ReadonlySet<string> = new Set([
  "stale_input",
  "not_in_control",
  "control_held",
  "no_such_viewer",
  "cannot_control",
  "recording_failed",
]);

/**
 * What an `error` is about: relays name the message that they refuse. What names none is the agent's own word, and about
 * whatever was asked of it last (null).
 * @returns "other": about something else than files
 */
export function subjectOf({ code, message }: { code: string; message: string }): Subject | null | "other" {
  const named = /\b(list_files|file_download|file_upload)(_start|_chunk|_end)?\b/.exec(message)?.[1];
  if (named) return named as Subject;
  if (OTHER_CODES.has(code)) return "other";
  // As in "clipboard_paste: …" and "too many mouse_click messages".
  return /\b[a-z]+_[a-z_]+\b/.test(message.slice(0, 60)) ? "other" : null;
}
