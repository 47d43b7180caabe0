/** A viewer's message on its way to the agent: which kind it is, and its text with the session it belongs to. */
import type { ChatAuthor } from "../../protocol/messages/fields.ts";
import {
  type RelayOwnMessageType,
  VIEWER_MESSAGE_PERMISSION,
  type ViewerMessage,
} from "../../protocol/messages/viewer-to-relay.ts";
import type { ForwardOrigin, ViewerLink } from "./links.ts";

/** Messages of viewers that the relay answers itself; an agent never sees them. */
export type OwnMessage = Extract<ViewerMessage, { type: RelayOwnMessageType }>;
export type ViewerInput = Exclude<ViewerMessage, OwnMessage>;

const KINDS: Partial<Record<ViewerInput["type"], ForwardOrigin["kind"]>> = {
  mouse_move: "move",
  mouse_scroll: "scroll",
  mouse_click: "keys",
  key_press: "keys",
  key_special: "keys",
  key_event: "keys",
  release_keys: "keys",
  exec_key_combo: "keys",
};

const LARGE: ReadonlySet<string> = new Set(["clipboard_paste", "file_upload_chunk", "exec_script", "terminal_input"]);

export function forwardKind(type: ViewerInput["type"]): ForwardOrigin["kind"] {
  return KINDS[type] ?? "other";
}

/** Messages that may be tens of kilobytes and more: they wait outside while the agent's link is full. */
export function isLargeMessage(type: ViewerInput["type"]): boolean {
  return LARGE.has(type);
}

/** Pointer and keys, whatever message they come by; letting go is always allowed. */
export function isControl({ type }: ViewerInput): boolean {
  const permission = VIEWER_MESSAGE_PERMISSION[type];
  return type !== "release_keys" && (permission === "control" || permission === "key_combo");
}

/** The message re-serialised from its checked form, with the envelope of `ForwardedMessage`. */
export function forwardText(message: ViewerInput, sessionId: string, viewer: ViewerLink, nowMs: number): string {
  // The viewer's clock means nothing to the agent.
  const own = "sent_at" in message ? { ...message, sent_at: undefined } : message;
  return `${JSON.stringify(own).slice(0, -1)},"relayed_at":${Math.round(nowMs)},${envelopeOf(viewer, sessionId)}`;
}

/** The forwarded message with who says it, for what the person at the machine is shown. */
export function withAuthor(forwarded: string, from: ChatAuthor): string {
  return `${forwarded.slice(0, -1)},"from":${JSON.stringify(from)}}`;
}

/** The envelope is the same for all messages of a viewer: written once, not for each mouse move. */
const envelopes = new WeakMap<ViewerLink, string>();

function envelopeOf(viewer: ViewerLink, sessionId: string): string {
  let envelope = envelopes.get(viewer);
  if (envelope === undefined) {
    const fields = { session_id: sessionId, viewer_id: viewer.id, permissions: [...viewer.permissions] };
    envelope = JSON.stringify(fields).slice(1);
    envelopes.set(viewer, envelope);
  }
  return envelope;
}
