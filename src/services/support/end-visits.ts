/**
 * A temporary machine is there for one visit: it goes when its session is over and its agent has gone, or when its agent
 * stayed away without ever having had one. Sessions and audit log keep its name.
 */
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import { supportLinks } from "../../db/schema/support-links.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { selectLinks } from "./link-record.ts";

type Needs = Pick<ServiceContext, "db" | "live" | "events" | "presence" | "now">;

/** A person with a bad connection comes back within this; reconnecting takes a minute at most. */
const AWAY_MS = 5 * 60_000;

export async function endVisits(context: Needs): Promise<void> {
  const visitors = await context.db
    .select({
      id: machines.id,
      lastSeenAt: sql<string>`coalesce(${machines.lastSeenAt}, ${machines.createdAt})`,
      isInSession: sql<boolean>`exists (select from sessions s where s.machine_id = machines.id and s.ended_at is null)`,
      hasBeenInSession: sql<boolean>`exists (select from sessions s where s.machine_id = machines.id)`,
    })
    .from(machines)
    .where(eq(machines.isTemporary, true));
  const awaySince = context.now().getTime() - AWAY_MS;
  for (const visitor of visitors) {
    if (visitor.isInSession || context.live.isMachineOnline(visitor.id)) continue;
    const seenAt = context.presence.lastSeenAt(visitor.id) ?? new Date(visitor.lastSeenAt);
    if (visitor.hasBeenInSession || seenAt.getTime() < awaySince) await removeVisitor(context, visitor.id);
  }
}

export async function removeVisitor(context: Needs, machineId: string): Promise<void> {
  const at = context.now();
  const endedIds = await context.db.transaction(async (tx) => {
    const [machine] = await tx
      .delete(machines)
      .where(and(eq(machines.id, machineId), eq(machines.isTemporary, true)))
      .returning({ name: machines.name });
    if (!machine) return [];
    const ended = await tx
      .update(supportLinks)
      .set({ endedAt: at })
      .where(and(eq(supportLinks.machineId, machineId), isNull(supportLinks.endedAt)))
      .returning({ id: supportLinks.id });
    const target = { kind: "machine", id: machineId, name: machine.name };
    await recordAudit(tx, { kind: "system", name: "visits" }, { action: "machine.visit_ended", target }, at);
    return ended.map(({ id }) => id);
  });
  context.live.dropMachine(machineId);
  context.presence.forget(machineId);
  await publishLinks(context, endedIds);
}

/** The person's link is over with its session, although their agent may take a moment to go. */
export async function noteVisitSessionEnded(context: Needs, sessionId: string): Promise<void> {
  const ended = await context.db
    .update(supportLinks)
    .set({ endedAt: context.now() })
    .where(and(eq(supportLinks.sessionId, sessionId), isNull(supportLinks.endedAt)))
    .returning({ id: supportLinks.id });
  await publishLinks(
    context,
    ended.map(({ id }) => id),
  );
  await endVisits(context);
}

/** Agents of temporary machines came or went. */
export async function noteVisitors(context: Needs, machineIds: readonly string[]): Promise<void> {
  const links = await selectLinks(context.db, inArray(supportLinks.machineId, [...machineIds]));
  for (const link of links) context.events.publish({ type: "support_link.updated", link });
  await endVisits(context);
}

async function publishLinks(context: Needs, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const links = await selectLinks(context.db, inArray(supportLinks.id, [...ids]));
  for (const link of links) context.events.publish({ type: "support_link.updated", link });
}
