/** A person by their id, with the rights of this moment; for what goes on after their request. */
import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { hasSecondFactor, membershipsOf } from "./memberships.ts";
import { mustSetUp } from "./second-factor-policy.ts";

/**
 * @param asked as their request found them: their sign-in may have had a second factor that they have no more
 * @returns null: gone, or disabled
 */
export async function findPerson(
  context: Pick<ServiceContext, "serverSettings">,
  db: Database | Transaction,
  asked: Pick<Person, "id" | "address" | "hasSecondFactor">,
): Promise<Person | null> {
  const [found] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      disabledAt: users.disabledAt,
      memberships: membershipsOf(sql`users.id`),
      hasOne: hasSecondFactor(sql`users.id`),
    })
    .from(users)
    .where(eq(users.id, asked.id));
  if (!found || found.disabledAt) return null;
  const { disabledAt: _, memberships, hasOne, ...person } = found;
  return {
    kind: "user",
    ...person,
    memberships: new Map(Object.entries(memberships)),
    address: asked.address,
    mustSetUpSecondFactor: mustSetUp(context, person.role, hasOne || asked.hasSecondFactor === true),
  };
}
