/** A viewer's link as people reach the app, so that it can be opened from anywhere. */
import type { SessionTicket } from "../../protocol/rest/people.ts";

export function withAbsoluteUrl(ticket: SessionTicket, client: { origin: string }): SessionTicket {
  return { ...ticket, viewer_url: client.origin + ticket.viewer_url };
}
