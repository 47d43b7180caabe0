/**
 * Open viewers whose ticket is not worth any more what it was when they came in: signed out, disabled, demoted, out of the
 * group, without the second factor that is required now. They are put out, what they transfer is cut off, and whoever may still
 * come in comes back by the same door with what is left.
 */
import { inArray } from "drizzle-orm";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import type { PersonNeeds } from "../accounts/person-record.ts";
import type { ServiceContext } from "../context.ts";
import { admissionOf, findTickets } from "./admit-viewer.ts";
import { recheckTransfers } from "./recheck-transfers.ts";

type Needs = PersonNeeds & Pick<ServiceContext, "db" | "live" | "streams">;

export async function recheckViewers(context: Needs): Promise<void> {
  const { db, live } = context;
  await recheckTransfers(context);
  const open = live.openTickets();
  if (open.length === 0) return;
  const ids = [...new Set(open.map(({ ticketId }) => ticketId))];
  const found = await findTickets(db, inArray(sessionTickets.id, ids));
  const admissions = new Map(found.map((one) => [one.ticket.id, admissionOf(context, one)]));
  for (const { ticketId, permissions, mayTakeOver } of open) {
    const admission = admissions.get(ticketId);
    const isSame =
      admission?.kind === "admitted" &&
      admission.ticket.mayTakeOver === mayTakeOver &&
      admission.ticket.permissions.symmetricDifference(permissions).size === 0;
    if (!isSame) live.dropTicket(ticketId, admission?.kind === "forbidden" ? "not_allowed" : "changed");
  }
}
