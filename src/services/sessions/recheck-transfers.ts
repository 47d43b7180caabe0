/** Files and clipboards that are under way for somebody who may not have them any more are cut off, as an open viewer is. */
import { inArray } from "drizzle-orm";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import type { PersonNeeds } from "../accounts/person-record.ts";
import type { ServiceContext } from "../context.ts";
import { admissionOf, findTickets } from "./admit-viewer.ts";

type Needs = PersonNeeds & Pick<ServiceContext, "db" | "streams">;

export async function recheckTransfers(context: Needs): Promise<void> {
  const { db, streams } = context;
  const open = streams.held();
  if (open.length === 0) return;
  const sessionIds = [...new Set(open.map(({ sessionId }) => sessionId))];
  const tickets = await findTickets(db, inArray(sessionTickets.sessionId, sessionIds));
  for (const { id, sessionId, holder } of open) {
    const { userId, keyId, needs } = holder;
    const mayGoOn = tickets.some((found) => {
      const { ticket } = found;
      if (ticket.sessionId !== sessionId || ticket.userId !== userId) return false;
      if (keyId !== undefined && ticket.apiKeyId !== keyId) return false;
      const admission = admissionOf(context, found);
      return admission.kind === "admitted" && needs.some((one) => admission.ticket.permissions.has(one));
    });
    if (!mayGoOn) streams.end(id);
  }
}
