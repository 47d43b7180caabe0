/** `DELETE /api/invites/:id`: its link makes no account any more. One that was accepted stays as it is. */
import { and, eq } from "drizzle-orm";
import { invites } from "../../db/schema/invites.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findInvite, isUnanswered } from "./invite-record.ts";

export async function revokeInvite(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "invites.manage", null);
  await context.db.transaction(async (tx) => {
    const { email } = await findInvite(tx, id);
    const revokedAt = context.now();
    const [revoked] = await tx
      .update(invites)
      .set({ revokedAt })
      .where(and(eq(invites.id, id), isUnanswered()))
      .returning({ id: invites.id });
    if (!revoked) return;
    await recordAudit(tx, actor, { action: "invite.revoked", target: { kind: "invite", id, name: email } }, revokedAt);
  });
  context.events.publish({ type: "invite.changed", inviteId: id });
}
