/** A person's memberships, and whether they have a second factor, as columns: so that who they are and what they may do is one statement. */
import { type SQL, sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";

/** Whether somebody has anything to show beside a password. @param userId as below */
export function hasSecondFactor(userId: SQL) {
  return sql<boolean>`(
    exists (select 1 from authenticators own where own.user_id = ${userId} and own.confirmed_at is not null)
    or exists (select 1 from passkeys own where own.user_id = ${userId}))`;
}

/** `{group_id: permissions}`. @param userId the column of the outer statement, by its full name */
export function membershipsOf(userId: SQL) {
  return sql<Record<string, Permission[]>>`(
    select coalesce(json_object_agg(member.group_id, member.permissions), '{}'::json)
    from group_members member where member.user_id = ${userId})`;
}
