/** JSON from the relay. */
import type { ViewerInbound } from "../../../protocol/messages/relay-to-viewer.ts";

const TYPES: Readonly<Record<ViewerInbound["type"], true>> = {
  session_state: true,
  viewer_pointer: true,
  control_asked: true,
  control_declined: true,
  file_upload_taken: true,
  pong: true,
  error: true,
  ping: true,
  monitor_list: true,
  stream_state: true,
  clipboard_content: true,
  clipboard_offer: true,
  file_list: true,
  file_chunk: true,
  script_output: true,
  script_exit: true,
  chat_message: true,
  chat_receipt: true,
  chat_history: true,
  terminal_output: true,
  terminal_taken: true,
  terminal_exit: true,
  consent: true,
  consent_asked: true,
  session_end: true,
};

/**
 * @returns null for what this viewer does not know, as a newer relay may send.
 * The relay writes anew what its schemas have accepted, so that a known type has the fields of that type: they are not
 * checked a second time here, which would bring the whole schema library into the page.
 */
export function readInbound(text: string): ViewerInbound | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  return isKnown(message) ? message : null;
}

function isKnown(message: unknown): message is ViewerInbound {
  if (typeof message !== "object" || message === null || !("type" in message)) return false;
  return typeof message.type === "string" && Object.hasOwn(TYPES, message.type);
}
