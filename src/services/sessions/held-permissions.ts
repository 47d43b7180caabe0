/** What a person may do in a session now: by their own tickets in it, as the relay would let them in with each. */
import { and, eq } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import type { PersonNeeds } from "../accounts/person-record.ts";
import { type Actor, type Person, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { StreamHolder } from "../streams/stream-broker.ts";
import { admissionOf, findTickets } from "./admit-viewer.ts";
import { findSession, type SessionRecord } from "./session-record.ts";

export type SessionInUse = {
  person: Person;
  session: SessionRecord & { machineId: string };
  permissions: ReadonlySet<Permission>;
  /** For what goes on after this moment. */
  holder: StreamHolder;
};

/** For an action in a session that needs one permission. @throws ServiceFailure: unknown, ended, or without that permission */
export async function useSession(
  context: PersonNeeds & Pick<ServiceContext, "db">,
  actor: Actor,
  sessionId: string,
  needs: Permission | readonly Permission[],
): Promise<SessionInUse> {
  requireAllowed(actor, "sessions.list", null);
  const person = personOf(actor);
  const session = await findSession(context.db, sessionId);
  requireAllowed(actor, "session.see", session, "session");
  const tickets = await findTickets(
    context.db,
    and(
      eq(sessionTickets.sessionId, sessionId),
      eq(sessionTickets.userId, person.id),
      // A key has what it asked for, not what its owner's browser was given.
      person.key ? eq(sessionTickets.apiKeyId, person.key.id) : undefined,
    ),
  );
  const held = tickets.flatMap((one) => {
    const admission = admissionOf(context, one);
    return admission.kind === "admitted" ? [...admission.ticket.permissions] : [];
  });
  const { machineId } = session;
  if (session.endedAt || !machineId) {
    throw new ServiceFailure("gone", "this session has ended: connect to the machine anew");
  }
  const permissions = new Set(held);
  const holder = { userId: person.id, keyId: person.key?.id, needs: [needs].flat() };
  requireAllowed(actor, "session.use", { ...session, held: permissions, needs: holder.needs }, "session");
  return { person, session: { ...session, machineId }, permissions, holder };
}
