/** Who holds an API key: its owner, looked up anew for every request, with what the key leaves of their present rights. */
import { and, eq, isNull, lt, or, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { asPerson, type PersonNeeds, personColumns } from "./person-record.ts";

/** "Last used" is told to the minute: not every request writes. */
const USE_NOTED_EVERY_MS = 60_000;

/** @returns null: no key, or not any more */
export async function resolveKey(
  context: ServiceContext,
  token: string,
  address: string | null,
): Promise<Person | null> {
  const isIt = eq(apiKeys.tokenHash, context.keys.hashToken("api_key", token));
  const person = await holderOf(context, context.db, isIt, address);
  if (person?.key) await noteUse(context, person.key.id);
  return person;
}

/** For what goes on after the key's request: the same key, with what is left of it now. */
export function findKeyHolder(
  context: PersonNeeds,
  db: Database | Transaction,
  id: string,
  address: string | null,
): Promise<Person | null> {
  return holderOf(context, db, eq(apiKeys.id, id), address);
}

async function holderOf(
  context: PersonNeeds,
  db: Database | Transaction,
  isIt: SQL,
  address: string | null,
): Promise<Person | null> {
  const [found] = await db
    .select({ record: personColumns, key: apiKeys })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(isIt);
  return found ? asPerson(context, found.record, { address, key: found.key }) : null;
}

async function noteUse({ db, now }: ServiceContext, id: string): Promise<void> {
  const stale = new Date(now().getTime() - USE_NOTED_EVERY_MS);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now() })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))));
}
