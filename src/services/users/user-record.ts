/** A user as administrators see them. */
import { eq, type SQL, sql } from "drizzle-orm";
import type { User } from "../../../protocol/rest/users.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import { personColumns } from "../accounts/person-record.ts";
import { notFound } from "../failures.ts";

const userColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
  lastSignInAt: sql<Date | null>`(
    select max(sign_in.created_at) from auth_sessions sign_in where sign_in.user_id = users.id)`.mapWith(
    users.createdAt,
  ),
  hasSecondFactor: personColumns.hasSecondFactor,
  groups: sql<User["groups"]>`(
    select coalesce(json_agg(json_build_object(
      'group_id', member.group_id, 'name', part.name, 'permissions', member.permissions) order by part.name), '[]'::json)
    from group_members member join groups part on part.id = member.group_id where member.user_id = users.id)`,
};

export type UserRecord = Awaited<ReturnType<typeof selectUsers>>[number];

export function selectUsers(db: Database | Transaction, condition: SQL | undefined) {
  return db.select(userColumns).from(users).where(condition);
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findUser(db: Database | Transaction, id: string): Promise<UserRecord> {
  const [user] = await selectUsers(db, eq(users.id, id));
  if (!user) throw notFound("user");
  return user;
}

export function shapeUser(record: UserRecord): User {
  return {
    id: record.id,
    email: record.email,
    name: record.name,
    role: record.role,
    disabled: record.disabledAt !== null,
    second_factor: record.hasSecondFactor,
    created_at: record.createdAt.toISOString(),
    last_sign_in_at: record.lastSignInAt?.toISOString() ?? null,
    groups: record.groups,
  };
}
