/**
 * Open viewers whose ticket is not worth any more what it was when they came in: signed out, disabled, demoted, out of the
 * group. They are put out, and whoever may still come in comes back by the same door with what is left.
 */
import { inArray } from "drizzle-orm";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import type { ServiceContext } from "../context.ts";
import { admissionOf, findTickets } from "./admit-viewer.ts";

export async function recheckViewers({ db, live }: Pick<ServiceContext, "db" | "live">): Promise<void> {
  const open = live.openTickets();
  if (open.length === 0) return;
  const ids = [...new Set(open.map(({ ticketId }) => ticketId))];
  const found = await findTickets(db, inArray(sessionTickets.id, ids));
  const admissions = new Map(found.map((one) => [one.ticket.id, admissionOf(one)]));
  for (const { ticketId, permissions } of open) {
    const admission = admissions.get(ticketId);
    const isSame =
      admission?.kind === "admitted" && admission.ticket.permissions.symmetricDifference(permissions).size === 0;
    if (!isSame) live.dropTicket(ticketId, admission?.kind === "forbidden" ? "not_allowed" : "changed");
  }
}
