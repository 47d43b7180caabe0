/** Whoever asked, as they are at this moment: for what goes on after their request. */
import { eq } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import { asPerson, type PersonNeeds, personColumns } from "./person-record.ts";
import { findKeyHolder } from "./resolve-key.ts";

/**
 * @param asked as their request found them: their sign-in may have had a second factor that they have no more
 * @returns null: gone, disabled, or by a key that is no more
 */
export async function findPerson(
  context: PersonNeeds,
  db: Database | Transaction,
  { id, key, address, hasSecondFactor }: Pick<Person, "id" | "key" | "address" | "hasSecondFactor">,
): Promise<Person | null> {
  if (key) return findKeyHolder(context, db, key.id, address);
  const [found] = await db.select(personColumns).from(users).where(eq(users.id, id));
  return found ? asPerson(context, found, { address, hasSecondFactor }) : null;
}
