/** `GET /api/waiting-machines`: those that an administrator has yet to accept, the longest waiting first. */
import { and, asc, eq, gt, inArray, isNotNull } from "drizzle-orm";
import type { WaitingMachine, WaitingMachines } from "../../../protocol/rest/waiting-machines.ts";
import { auditLog } from "../../db/schema/audit-log.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { machines } from "../../db/schema/machines.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page.ts";

export async function listWaiting(
  context: ServiceContext,
  actor: Actor,
  query: { limit: number; cursor?: string },
): Promise<WaitingMachines> {
  requireAllowed(actor, "machines.accept", null);
  const { db, live, serverSettings } = context;
  const after = query.cursor ? gt(machines.id, decodeCursor(query.cursor, 1)[0] ?? "") : undefined;
  const rows = await db
    .select({ machine: machines, token: { id: enrollmentTokens.id, label: enrollmentTokens.label } })
    .from(machines)
    .leftJoin(enrollmentTokens, eq(enrollmentTokens.id, machines.enrollmentTokenId))
    .where(and(isNotNull(machines.quarantinedAt), after))
    .orderBy(asc(machines.id))
    .limit(query.limit + 1);
  const addresses = await addressesOf(
    context,
    rows.map(({ machine }) => machine.id),
  );
  const shape = ({ machine, token }: (typeof rows)[number]): WaitingMachine => ({
    id: machine.id,
    name: machine.name,
    hostname: machine.hostname,
    os: machine.os,
    os_version: machine.osVersion,
    arch: machine.arch,
    agent_version: machine.agentVersion,
    mac_addresses: machine.macAddresses,
    logged_in_user: machine.loggedInUser,
    online: live.isMachineOnline(machine.id),
    waiting_since: (machine.quarantinedAt ?? machine.createdAt).toISOString(),
    address: addresses.get(machine.id) ?? null,
    enrollment_token: token,
    group_id: machine.groupId,
  });
  const page = pageOf(rows, query.limit, shape, ({ machine }) => [machine.id]);
  return { ...page, is_open: serverSettings.current().open_enrollment };
}

/** As the audit log has them. */
async function addressesOf({ db }: ServiceContext, ids: string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: auditLog.targetId, address: auditLog.address })
    .from(auditLog)
    .where(and(inArray(auditLog.targetId, ids), inArray(auditLog.action, ["machine.enrolled", "machine.cloned"])));
  return new Map(rows.map(({ id, address }) => [id ?? "", address]));
}
