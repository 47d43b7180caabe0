/** Who holds a sign-in: looked up anew for every request, so that sign-out, demotion and disabling hold at once. */
import { and, eq, gt, sql } from "drizzle-orm";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { hasSecondFactor, membershipsOf } from "./memberships.ts";
import { mustSetUp } from "./second-factor-policy.ts";

/** @param token of a sign-in, its signature checked; null: nobody, or not any more */
export async function resolvePerson(
  { db, now, serverSettings }: Pick<ServiceContext, "db" | "now" | "serverSettings">,
  token: string,
  address: string | null,
): Promise<{ person: Person; signedInAt: Date } | null> {
  const [found] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      disabledAt: users.disabledAt,
      signInId: authSessions.id,
      signedInAt: authSessions.updatedAt,
      provenAt: authSessions.provenAt,
      hasSecondFactor: authSessions.hasSecondFactor,
      hasOne: hasSecondFactor(sql`users.id`),
      memberships: membershipsOf(sql`users.id`),
    })
    .from(authSessions)
    .innerJoin(users, eq(users.id, authSessions.userId))
    .where(and(eq(authSessions.token, token), gt(authSessions.expiresAt, now())));
  if (!found || found.disabledAt) return null;
  const { id, email, name, role, memberships, signedInAt, signInId, provenAt } = found;
  const person: Person = {
    kind: "user",
    id,
    email,
    name,
    role,
    memberships: new Map(Object.entries(memberships)),
    address,
    signInId,
    provenAt,
    hasSecondFactor: found.hasSecondFactor,
    mustSetUpSecondFactor: mustSetUp({ serverSettings }, role, found.hasOne || found.hasSecondFactor),
  };
  return { person, signedInAt };
}
