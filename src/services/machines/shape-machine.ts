/** A machine as one person sees it. */
import type { Permission } from "../../../protocol/permissions.ts";
import type { Machine } from "../../../protocol/rest/people.ts";
import type { ServiceContext } from "../context.ts";
import type { MachineRecord } from "./machine-record.ts";

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
    update_asked_at: record.updateAskedAt?.toISOString() ?? null,
    online: live.isMachineOnline(record.id),
    last_seen_at: seenAt?.toISOString() ?? null,
    created_at: record.createdAt.toISOString(),
    tags: record.tags,
    notes: record.notes,
    group_id: record.groupId,
    group_name: record.groupName,
    logged_in_user: record.loggedInUser,
    mac_addresses: record.macAddresses,
    inventory: record.inventory,
    active_sessions: record.activeSessions,
    permissions: [...permissions],
  };
}
