/** `POST /api/invites`. The link is in this answer and in the mail only; it voids an earlier one to the same address. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { PERMISSIONS } from "../../../protocol/permissions.ts";
import type { InviteCreated, inviteRequest } from "../../../protocol/rest/invites.ts";
import type { Transaction } from "../../db/database.ts";
import { groups } from "../../db/schema/groups.ts";
import { type InvitedGroup, invites } from "../../db/schema/invites.ts";
import { users } from "../../db/schema/users.ts";
import { makeLinkToken } from "../../lib/random-token.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { INVITE_TTL_MS, isUnanswered, shapeInvite } from "./invite-record.ts";
import { mailInvite } from "./mail-invite.ts";

type Request = z.infer<typeof inviteRequest>;

/** @param origin where people reach the app. @throws ServiceFailure (`email_taken`) */
export async function createInvite(
  context: ServiceContext,
  actor: Actor,
  request: Request,
  origin: string,
): Promise<InviteCreated> {
  requireAllowed(actor, "invites.manage", null);
  const inviter = personOf(actor);
  const [token, createdAt] = [makeLinkToken("rli_"), context.now()];
  const row = await context.db.transaction(async (tx) => {
    const { email, role } = request;
    // Two for one address at once: the second voids the first, and one is open.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`invite ${email}`}))`);
    await requireNoAccount(tx, email);
    const invited = await checkGroups(tx, request.groups);
    const voided = await tx
      .update(invites)
      .set({ revokedAt: createdAt })
      .where(and(eq(invites.email, email), isUnanswered()))
      .returning({ id: invites.id });
    const values = { email, role, groups: invited, createdBy: inviter.id, createdAt };
    const [row] = await tx
      .insert(invites)
      .values({
        ...values,
        tokenHash: context.keys.hashToken("invite", token),
        expiresAt: new Date(createdAt.getTime() + INVITE_TTL_MS),
      })
      .returning();
    if (!row) throw new Error("an invitation was inserted but not returned");
    const target = { kind: "invite", id: row.id, name: email };
    const details = { role, groups: invited, voids: voided.map(({ id }) => id) };
    await recordAudit(tx, actor, { action: "invite.created", target, details }, createdAt);
    return row;
  });
  context.events.publish({ type: "invite.changed", inviteId: row.id });
  const invite = { ...row, invitedBy: inviter.name };
  const url = `${origin}/invite/${token}`;
  return { ...shapeInvite(invite, createdAt), url, mail: await mailInvite(context, invite, url) };
}

async function requireNoAccount(tx: Transaction, email: string): Promise<void> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (user) throw new ServiceFailure("conflict", `${email} has an account already`, { code: "email_taken" });
}

/** Each group once, its permissions in their order. */
async function checkGroups(tx: Transaction, wanted: Request["groups"]): Promise<InvitedGroup[]> {
  const byId = new Map(wanted.map(({ group_id, permissions }) => [group_id, permissions]));
  if (byId.size === 0) return [];
  const found = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(inArray(groups.id, [...byId.keys()]));
  if (found.length < byId.size) throw new ServiceFailure("invalid_request", "groups: there is no such group");
  return [...byId].map(([group_id, permissions]) => ({
    group_id,
    permissions: PERMISSIONS.filter((permission) => permissions.includes(permission)),
  }));
}
