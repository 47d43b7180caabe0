/** Who holds a sign-in: looked up anew for every request, so that sign-out, demotion and disabling hold at once. */
import { and, eq, gt } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { asPerson, type PersonNeeds, personColumns } from "./person-record.ts";

/** @param token of a sign-in, its signature checked; null: nobody, or not any more */
export async function resolvePerson(
  context: PersonNeeds & Pick<ServiceContext, "db">,
  token: string,
  address: string | null,
): Promise<{ person: Person; signedInAt: Date } | null> {
  const [found] = await context.db
    .select({ record: personColumns, signIn: authSessions })
    .from(authSessions)
    .innerJoin(users, eq(users.id, authSessions.userId))
    .where(and(eq(authSessions.token, token), gt(authSessions.expiresAt, context.now())));
  if (!found) return null;
  const { id: signInId, provenAt, hasSecondFactor, updatedAt: signedInAt } = found.signIn;
  const person = asPerson(context, found.record, { address, signInId, provenAt, hasSecondFactor });
  return person && { person, signedInAt };
}
