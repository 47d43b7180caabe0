/** A group as services read it, and as one person sees it. */
import { eq, type SQL, sql } from "drizzle-orm";
import type { Group } from "../../../protocol/rest/groups.ts";
import { isUniqueViolation } from "../../db/away.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { groups } from "../../db/schema/groups.ts";
import { type Person, permissionsOn } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { notFound, ServiceFailure } from "../failures.ts";

export type GroupRecord = { id: string; name: string; createdAt: Date; machineCount: number; memberCount: number };

const groupColumns = {
  id: groups.id,
  name: groups.name,
  createdAt: groups.createdAt,
  machineCount: sql<number>`(
    select count(*)::int from machines machine
    where machine.group_id = groups.id and not machine.is_temporary and machine.quarantined_at is null)`,
  memberCount: sql<number>`(select count(*)::int from group_members member where member.group_id = groups.id)`,
};

export function selectGroups(db: Database | Transaction, condition: SQL | undefined) {
  return db.select(groupColumns).from(groups).where(condition);
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findGroup(db: Database | Transaction, id: string): Promise<GroupRecord> {
  const [group] = await selectGroups(db, eq(groups.id, id));
  if (!group) throw notFound("group");
  return group;
}

export function shapeGroup(person: Person, record: GroupRecord): Group {
  const isAdministered = authorize(person, "group.change", { groupId: record.id }) === "allowed";
  return {
    id: record.id,
    name: record.name,
    created_at: record.createdAt.toISOString(),
    machine_count: record.machineCount,
    member_count: isAdministered ? record.memberCount : null,
    permissions: [...permissionsOn(person, record.id)],
  };
}

/** Two groups of one name could not be told apart. */
export async function withFreeName<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceFailure("conflict", `there is a group “${name}” already`, { code: "name_taken" });
  }
}
