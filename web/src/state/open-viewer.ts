/** From a ticket to the remote screen. */
import type { Navigator } from "@solidjs/router";
import type { SessionTicket } from "../../../protocol/rest/people.ts";

/**
 * Opens the viewer in this tab. Its token goes where the viewer keeps it for reloads (sessionStorage), so that it
 * is never in the history; where storage is refused, the link with its fragment is opened as from outside.
 */
export function openViewer(ticket: SessionTicket, navigate: Navigator, panel?: string): void {
  const url = viewerUrl(ticket, panel);
  try {
    sessionStorage.setItem(`remotelink.viewer-token.${ticket.session_id}`, ticket.viewer_token);
  } catch {
    location.assign(url.pathname + url.search + url.hash);
    return;
  }
  navigate(url.pathname + url.search);
}

export function openViewerInNewTab(ticket: SessionTicket, panel?: string): void {
  const url = viewerUrl(ticket, panel);
  window.open(url.pathname + url.search + url.hash, "_blank", "noopener");
}

function viewerUrl(ticket: SessionTicket, panel: string | undefined): URL {
  const url = new URL(ticket.viewer_url, location.origin);
  if (panel) url.searchParams.set("panel", panel);
  return url;
}
