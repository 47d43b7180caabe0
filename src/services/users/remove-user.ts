/** `DELETE /api/users/:id`: the account with its sign-ins, memberships and links; sessions and the audit log keep its name. */
import { eq } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import { followRights } from "../accounts/follow-rights.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { requireAnotherAdministrator } from "./last-administrator.ts";
import { findUser } from "./user-record.ts";
import { withdrawLinksOf } from "./withdraw-links.ts";

/** @throws ServiceFailure (`not_found`, `last_administrator`) */
export async function removeUser(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "users.manage", null);
  const inviteIds = await context.db.transaction(async (tx) => {
    const { name, email, role } = await findUser(tx, id);
    await requireAnotherAdministrator(tx, id);
    // Before it goes: afterwards nothing says whose they were.
    const withdrawn = await withdrawLinksOf(tx, actor, id, context.now());
    await tx.delete(users).where(eq(users.id, id));
    const target = { kind: "user", id, name };
    await recordAudit(tx, actor, { action: "user.removed", target, details: { email, role } }, context.now());
    return withdrawn;
  });
  context.events.publish({ type: "user.changed", userId: id });
  for (const inviteId of inviteIds) context.events.publish({ type: "invite.changed", inviteId });
  context.live.dropUser(id);
  await followRights(context, [id]);
}
