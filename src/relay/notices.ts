/** What the relay itself says to a viewer, as text. */
import type { SessionState } from "../../protocol/messages/relay-to-viewer.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { ViewerLink } from "./links.ts";

export type SessionView = {
  state: SessionState["state"];
  machine: SessionState["machine"];
  viewers: Iterable<ViewerLink>;
  /** Who controls the machine alone; null: everybody who may. */
  controller: ViewerLink | null;
  isOnSlowLink(viewer: ViewerLink): boolean;
  consentUntil: string | null;
  isRecorded: boolean;
  reason?: string;
};

/** `session_state` is the same for all but for who "you" are and what you may do (`permissions`). */
export function sessionStateText(session: SessionView, viewer: ViewerLink, permissions: readonly Permission[]): string {
  const message: SessionState = {
    type: "session_state",
    state: session.state,
    viewers: Array.from(session.viewers, (other) => ({
      id: other.id,
      name: other.name,
      view_only: other.viewOnly,
      may_control: other.permissions.has("control"),
      ...(session.isOnSlowLink(other) && { slow_link: true }),
      ...(other === viewer && { you: true }),
    })),
    permissions: [...permissions],
    machine: session.machine,
    controller: session.controller?.id ?? null,
    may_take_over: viewer.mayTakeOver && viewer.permissions.has("control"),
    ...(session.isRecorded && { recorded: true }),
    ...(session.consentUntil !== null && { consent_until: session.consentUntil }),
    ...(session.reason !== undefined && { reason: session.reason }),
  };
  return JSON.stringify(message);
}

/** To the sender of a `file_upload_chunk`. */
export function uploadTakenText(seq: number): string {
  return JSON.stringify({ type: "file_upload_taken", seq });
}

/** @param code for programs; `message` says what to do about it */
export function errorText(code: string, message: string): string {
  return JSON.stringify({ type: "error", code, message });
}
