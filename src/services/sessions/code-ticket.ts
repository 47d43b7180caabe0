/** Whether a person came into a session by its machine's code: then they may come back without being a member. */
import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";

export async function holdsCodeTicket(tx: Transaction, sessionId: string, userId: string): Promise<boolean> {
  const [ticket] = await tx
    .select({ id: sessionTickets.id })
    .from(sessionTickets)
    .where(
      and(eq(sessionTickets.sessionId, sessionId), eq(sessionTickets.userId, userId), eq(sessionTickets.byCode, true)),
    )
    .limit(1);
  return ticket !== undefined;
}
