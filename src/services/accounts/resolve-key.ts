/** Who holds an API key: its owner, looked up anew for every request, with what the key leaves of their present rights. */
import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { hasSecondFactor, membershipsOf } from "./memberships.ts";
import { mustSetUp } from "./second-factor-policy.ts";

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
  context: HolderNeeds,
  db: Database | Transaction,
  id: string,
  address: string | null,
): Promise<Person | null> {
  return holderOf(context, db, eq(apiKeys.id, id), address);
}

type HolderNeeds = Pick<ServiceContext, "now" | "serverSettings">;

async function holderOf(
  context: HolderNeeds,
  db: Database | Transaction,
  isIt: SQL,
  address: string | null,
): Promise<Person | null> {
  const [found] = await db
    .select({
      key: apiKeys,
      user: users,
      memberships: membershipsOf(sql`users.id`),
      ownerHasSecondFactor: hasSecondFactor(sql`users.id`),
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(isIt);
  if (!found || found.user.disabledAt) return null;
  const { key, user } = found;
  if (key.expiresAt && key.expiresAt <= context.now()) return null;
  const { id, email, name, role } = user;
  const { permissions } = key;
  const left = Object.entries(found.memberships)
    .map(([groupId, held]) => [groupId, held.filter((one) => permissions?.includes(one) ?? true)] as const)
    .filter(([, held]) => held.length > 0);
  return {
    kind: "user",
    id,
    email,
    name,
    role,
    memberships: new Map(left),
    address,
    key: { id: key.id, name: key.name, isReadOnly: key.isReadOnly, permissions },
    mustSetUpSecondFactor: mustSetUp(context, role, found.ownerHasSecondFactor || key.hasSecondFactor),
  };
}

async function noteUse({ db, now }: ServiceContext, id: string): Promise<void> {
  const stale = new Date(now().getTime() - USE_NOTED_EVERY_MS);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now() })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))));
}
