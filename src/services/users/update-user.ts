/** `PATCH /api/users/:id`: role, name, disabled or not. Disabling ends every sign-in and every open viewer. */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { AuditAction } from "../../../protocol/audit-actions.ts";
import type { User, userPatch } from "../../../protocol/rest/users.ts";
import type { Transaction } from "../../db/database.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { users } from "../../db/schema/users.ts";
import { followRights } from "../accounts/follow-rights.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { requireAnotherAdministrator } from "./last-administrator.ts";
import { findUser, shapeUser, type UserRecord } from "./user-record.ts";
import { withdrawLinksOf } from "./withdraw-links.ts";

type Patch = z.infer<typeof userPatch>;

/** @throws ServiceFailure (`not_found`, `last_administrator`) */
export async function updateUser(context: ServiceContext, actor: Actor, id: string, patch: Patch): Promise<User> {
  requireAllowed(actor, "users.manage", null);
  const { before, after, inviteIds } = await context.db.transaction(async (tx) => {
    const before = await findUser(tx, id);
    const changes = changesOf(before, patch, context.now());
    if (!changes) return { before, after: before, inviteIds: [] };
    const isLost = changes.role === "user" || Boolean(changes.disabledAt);
    if (isLost) await requireAnotherAdministrator(tx, id);
    await tx.update(users).set(changes).where(eq(users.id, id));
    if (changes.disabledAt) await tx.delete(authSessions).where(eq(authSessions.userId, id));
    await recordChange(context, tx, actor, before, changes);
    const isAdminNoMore = isLost && before.role === "admin" && before.disabledAt === null;
    const inviteIds = isAdminNoMore ? await withdrawLinksOf(tx, actor, id, changes.updatedAt) : [];
    return { before, after: await findUser(tx, id), inviteIds };
  });
  if (before !== after) {
    context.events.publish({ type: "user.changed", userId: id });
    for (const inviteId of inviteIds) context.events.publish({ type: "invite.changed", inviteId });
    if (after.disabledAt) context.live.dropUser(id);
    await followRights(context, [id]);
  }
  return shapeUser(after);
}

type Changes = { name?: string; role?: "admin" | "user"; disabledAt?: Date | null; updatedAt: Date };

/** null: it is as is wanted already. */
function changesOf(before: UserRecord, { name, role, disabled }: Patch, at: Date): Changes | null {
  const changes: Changes = { updatedAt: at };
  if (name !== undefined && name !== before.name) changes.name = name;
  if (role !== undefined && role !== before.role) changes.role = role;
  if (disabled !== undefined && disabled !== (before.disabledAt !== null)) changes.disabledAt = disabled ? at : null;
  return Object.keys(changes).length > 1 ? changes : null;
}

async function recordChange(
  context: ServiceContext,
  tx: Transaction,
  actor: Actor,
  before: UserRecord,
  changes: Changes,
): Promise<void> {
  const { name, role, disabledAt } = changes;
  const details = {
    ...(name !== undefined && { name_before: before.name }),
    ...(role !== undefined && { role, role_before: before.role }),
    ...(disabledAt !== undefined && { disabled: disabledAt !== null }),
  };
  const target = { kind: "user", id: before.id, name: name ?? before.name };
  await recordAudit(tx, actor, { action: actionOf(changes), target, details }, context.now());
}

/** What of a change tells the most; the rest is in its details. */
function actionOf({ role, disabledAt }: Changes): AuditAction {
  if (disabledAt !== undefined) return disabledAt ? "user.disabled" : "user.enabled";
  return role === undefined ? "user.renamed" : "user.role_changed";
}
