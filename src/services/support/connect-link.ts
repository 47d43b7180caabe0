/** `POST /api/support-links/:id/session`: the technician goes to the person whose agent runs. Asked again: into the same session. */
import { eq } from "drizzle-orm";
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import { supportLinks } from "../../db/schema/support-links.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { openSession, requireOnline } from "../sessions/open-session.ts";
import { issueTicket } from "../sessions/ticket.ts";
import { findLink } from "./link-record.ts";

export async function connectLink(context: ServiceContext, actor: Actor, id: string): Promise<SessionTicket> {
  requireAllowed(actor, "support_links.list", null);
  const person = personOf(actor);
  const { ticket, session, link } = await context.db.transaction(async (tx) => {
    // Two tabs that ask at once must not make two sessions: the second waits for the first.
    await tx.select({ id: supportLinks.id }).from(supportLinks).where(eq(supportLinks.id, id)).for("update");
    const link = await findLink(tx, id);
    requireAllowed(actor, "support_link.see", link, "support link");
    requireAllowed(actor, "support_link.connect", link, "support link");
    if (link.revokedAt || link.endedAt) throw new ServiceFailure("gone", "this visit is over: make a new link");
    const [machine] = link.machineId ? await tx.select().from(machines).where(eq(machines.id, link.machineId)) : [];
    if (!machine) {
      throw new ServiceFailure("conflict", "the person has not started the program yet", { code: "not_started" });
    }
    if (link.sessionId) {
      const ticket = { sessionId: link.sessionId, machineGroupId: null, byCode: true, viewOnly: false };
      return { ticket: await issueTicket(context, tx, person, ticket), session: null, link };
    }
    requireOnline(context, machine);
    const opened = await openSession(context, tx, person, { machine, byCode: true, viewOnly: false });
    await tx.update(supportLinks).set({ sessionId: opened.session.id }).where(eq(supportLinks.id, id));
    return { ...opened, link: { ...link, sessionId: opened.session.id } };
  });
  if (session) {
    context.events.publish({ type: "session.started", session: { ...session, machineGroupId: null } });
    context.events.publish({ type: "support_link.updated", link });
  }
  return ticket;
}
