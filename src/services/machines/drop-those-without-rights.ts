/** A machine changed its group: who no longer reaches it is put out of its live sessions. */
import { and, eq, isNull } from "drizzle-orm";
import { groupMembers } from "../../db/schema/group-members.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";

export async function dropThoseWithoutRights(
  context: ServiceContext,
  machine: { id: string; groupId: string | null },
): Promise<void> {
  const holders = await context.db
    .selectDistinct({ userId: sessionTickets.userId, role: users.role })
    .from(sessionTickets)
    .innerJoin(sessions, eq(sessions.id, sessionTickets.sessionId))
    .innerJoin(users, eq(users.id, sessionTickets.userId))
    .where(and(eq(sessions.machineId, machine.id), isNull(sessions.endedAt), eq(sessionTickets.byCode, false)));
  for (const { userId, role } of holders) {
    if (role === "admin" || (await isMember(context, userId, machine.groupId))) continue;
    context.live.dropUser(userId, machine.id);
  }
}

async function isMember(context: ServiceContext, userId: string, groupId: string | null): Promise<boolean> {
  if (groupId === null) return false;
  const [member] = await context.db
    .select({ userId: groupMembers.userId })
    .from(groupMembers)
    .where(and(eq(groupMembers.userId, userId), eq(groupMembers.groupId, groupId)));
  return member !== undefined;
}
