/** A person's memberships as one column, so that who they are and what they may do is one statement. */
import { type SQL, sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";

/** `{group_id: permissions}`. @param userId the column of the outer statement, by its full name */
export function membershipsOf(userId: SQL) {
  return sql<Record<string, Permission[]>>`(
    select coalesce(json_object_agg(member.group_id, member.permissions), '{}'::json)
    from group_members member where member.user_id = ${userId})`;
}
