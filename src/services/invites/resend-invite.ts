/** `POST /api/invites/:id/resend`: a new link, good for its whole time again; the one before is void, since only its hash was kept. */
import { and, eq } from "drizzle-orm";
import type { InviteCreated } from "../../../protocol/rest/invites.ts";
import { invites } from "../../db/schema/invites.ts";
import { makeLinkToken } from "../../lib/random-token.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { findInvite, INVITE_TTL_MS, isUnanswered, shapeInvite } from "./invite-record.ts";
import { mailInvite } from "./mail-invite.ts";

/** @throws ServiceFailure (`not_found`, `invite_over`) */
export async function resendInvite(
  context: ServiceContext,
  actor: Actor,
  id: string,
  origin: string,
): Promise<InviteCreated> {
  requireAllowed(actor, "invites.manage", null);
  const [token, at] = [makeLinkToken("rli_"), context.now()];
  const invite = await context.db.transaction(async (tx) => {
    const before = await findInvite(tx, id);
    const expiresAt = new Date(at.getTime() + INVITE_TTL_MS);
    const [changed] = await tx
      .update(invites)
      .set({ tokenHash: context.keys.hashToken("invite", token), expiresAt })
      .where(and(eq(invites.id, id), isUnanswered()))
      .returning({ id: invites.id });
    if (!changed) {
      throw new ServiceFailure("conflict", "this invitation was accepted or revoked: make a new one", {
        code: "invite_over",
      });
    }
    const target = { kind: "invite", id, name: before.email };
    await recordAudit(tx, actor, { action: "invite.renewed", target }, at);
    return { ...before, expiresAt };
  });
  context.events.publish({ type: "invite.changed", inviteId: id });
  const url = `${origin}/invite/${token}`;
  return { ...shapeInvite(invite, at), url, mail: await mailInvite(context, invite, url) };
}
