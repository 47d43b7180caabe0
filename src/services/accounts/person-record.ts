/** A person as their rights follow from the tables: one set of columns, and one place where it becomes who asks. */
import { sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import type { ApiKeyRow } from "../../db/schema/api-keys.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { mustSetUp } from "./second-factor-policy.ts";

type Memberships = Readonly<Record<string, readonly Permission[]>>;

/** For a statement over `users`, so that who somebody is and what they may do is read at one moment. */
export const personColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  disabledAt: users.disabledAt,
  /** They have anything to show beside a password. */
  hasSecondFactor: sql<boolean>`(
    exists (select 1 from authenticators own where own.user_id = users.id and own.confirmed_at is not null)
    or exists (select 1 from passkeys own where own.user_id = users.id))`,
  /** By group id. */
  memberships: sql<Memberships>`(
    select coalesce(json_object_agg(member.group_id, member.permissions), '{}'::json)
    from group_members member where member.user_id = users.id)`,
};

export type PersonRecord = Pick<Person, "id" | "email" | "name" | "role"> & {
  disabledAt: Date | null;
  hasSecondFactor: boolean;
  memberships: Memberships;
};

/** What they came by: a sign-in or an API key of theirs; `hasSecondFactor` where that was made with one. */
export type CameBy = Pick<Person, "address" | "signInId" | "provenAt" | "hasSecondFactor"> & { key?: KeyRecord | null };

export type KeyRecord = Pick<ApiKeyRow, "id" | "name" | "isReadOnly" | "permissions" | "expiresAt" | "hasSecondFactor">;

export type PersonNeeds = Pick<ServiceContext, "now" | "serverSettings">;

/** @returns null: disabled, or their key is over */
export function asPerson(
  context: PersonNeeds,
  { disabledAt, hasSecondFactor, memberships, ...who }: PersonRecord,
  { key, ...by }: CameBy,
): Person | null {
  const isOver = key?.expiresAt != null && key.expiresAt <= context.now();
  if (disabledAt || isOver) return null;
  const hasOne = hasSecondFactor || by.hasSecondFactor === true || key?.hasSecondFactor === true;
  return {
    kind: "user",
    ...who,
    ...by,
    memberships: new Map(leftBy(key?.permissions ?? null, memberships)),
    ...(key && { key: { id: key.id, name: key.name, isReadOnly: key.isReadOnly, permissions: key.permissions } }),
    mustSetUpSecondFactor: mustSetUp(context, who.role, hasOne),
  };
}

/** A key that is narrowed leaves of each membership what it is narrowed to. */
function leftBy(permissions: readonly Permission[] | null, memberships: Memberships) {
  const all = Object.entries(memberships);
  if (!permissions) return all;
  return all
    .map(([groupId, held]) => [groupId, held.filter((one) => permissions.includes(one))] as const)
    .filter(([, held]) => held.length > 0);
}
