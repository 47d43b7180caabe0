/** A machine as services read it, and as one person sees it. */
import { getTableColumns, sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import type { Machine } from "../../../protocol/rest/people.ts";
import { type MachineRow, machines } from "../../db/schema/machines.ts";
import type { ServiceContext } from "../context.ts";

export type MachineRecord = Omit<MachineRow, "accessKeyHash"> & { activeSessions: Machine["active_sessions"] };

const { accessKeyHash: _, ...readable } = getTableColumns(machines);

/** For `select` and for `returning`, so that one statement answers all there is to tell. */
export const machineColumns = {
  ...readable,
  // Names in full: in a statement about one table drizzle leaves the table's name off, and `id` would be the session's.
  activeSessions: sql<Machine["active_sessions"]>`(
    select coalesce(json_agg(json_build_object(
      'session_id', live.id, 'user_name', coalesce(live.user_name, 'Someone')) order by live.id), '[]'::json)
    from sessions live where live.machine_id = machines.id and live.ended_at is null)`,
};

/** @param permissions of the person that it is shown to */
export function shapeMachine(
  { live, presence }: Pick<ServiceContext, "live" | "presence">,
  record: MachineRecord,
  permissions: readonly Permission[],
): Machine {
  const seenAt = presence.lastSeenAt(record.id) ?? record.lastSeenAt;
  return {
    id: record.id,
    name: record.name,
    hostname: record.hostname,
    os: record.os,
    os_version: record.osVersion,
    arch: record.arch,
    agent_version: record.agentVersion,
    online: live.isMachineOnline(record.id),
    last_seen_at: seenAt?.toISOString() ?? null,
    created_at: record.createdAt.toISOString(),
    tags: record.tags,
    notes: record.notes,
    group_id: record.groupId,
    logged_in_user: record.loggedInUser,
    mac_addresses: record.macAddresses,
    inventory: record.inventory,
    active_sessions: record.activeSessions,
    permissions: [...permissions],
  };
}
