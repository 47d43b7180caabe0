/** A person by their id, with the rights of this moment; for what goes on after their request. */
import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import { membershipsOf } from "./memberships.ts";

/** @returns null: gone, or disabled */
export async function findPerson(
  db: Database | Transaction,
  id: string,
  address: string | null,
): Promise<Person | null> {
  const [found] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      disabledAt: users.disabledAt,
      memberships: membershipsOf(sql`users.id`),
    })
    .from(users)
    .where(eq(users.id, id));
  if (!found || found.disabledAt) return null;
  const { disabledAt: _, memberships, ...person } = found;
  return { kind: "user", ...person, memberships: new Map(Object.entries(memberships)), address };
}
