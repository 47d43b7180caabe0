/** Sign-up by an invitation: role and groups are the invitation's, and it is spent in the transaction that makes the account. */
import { and, eq, gt, inArray } from "drizzle-orm";
import { isUniqueViolation } from "../../db/away.ts";
import type { Transaction } from "../../db/database.ts";
import { groupMembers } from "../../db/schema/group-members.ts";
import { groups } from "../../db/schema/groups.ts";
import { type InviteRow, invites } from "../../db/schema/invites.ts";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { isUnanswered } from "../invites/invite-record.ts";
import { findOpenInvite } from "../invites/open-invite.ts";
import { withdrawOtherInvites } from "../invites/withdraw-others.ts";
import { throttled } from "../throttles.ts";
import { insertAccount } from "./insert-account.ts";
import { hashPassword } from "./passwords.ts";
import type { Origin } from "./set-up.ts";

type Request = { name: string; email: string; password: string; invite_token: string };

/** @returns the new user's id. @throws ServiceFailure (`invalid_invite`, `invite_email_mismatch`, `email_taken`, `rate_limited`) */
export async function acceptInvite(context: ServiceContext, request: Request, { address }: Origin): Promise<string> {
  await throttled(
    context.throttles.personalLink,
    [`address:${address ?? "unknown"}`],
    () => requireInvitation(context, request),
    (outcome) => "error" in outcome,
  );
  // Before the transaction, as for the first account; and only for who holds an invitation.
  const password = await hashPassword(request.password);
  try {
    const { inviteIds, userId } = await createInvitedUser(context, request, password, address);
    for (const inviteId of inviteIds) context.events.publish({ type: "invite.changed", inviteId });
    context.events.publish({ type: "user.changed", userId });
    return userId;
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken(request.email);
    throw error;
  }
}

/** What fails here fails before the quarter of a second that a hash takes. */
async function requireInvitation(context: ServiceContext, { email, invite_token }: Request): Promise<void> {
  const invite = await findOpenInvite(context, invite_token);
  if (!invite) throw invalidInvite();
  if (invite.email !== email) {
    throw new ServiceFailure("forbidden", `this invitation is for ${invite.email}: sign up with that address`, {
      code: "invite_email_mismatch",
    });
  }
  const [user] = await context.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (user) throw emailTaken(email);
}

async function createInvitedUser(
  context: ServiceContext,
  { name, email, invite_token }: Request,
  password: string,
  address: string | null,
): Promise<{ inviteIds: string[]; userId: string }> {
  const at = context.now();
  const userId = Bun.randomUUIDv7();
  return context.db.transaction(async (tx) => {
    // Whoever comes second waits here for the first one's commit, and then finds nothing to change.
    const isIt = and(eq(invites.tokenHash, context.keys.hashToken("invite", invite_token)), eq(invites.email, email));
    const [invite] = await tx
      .update(invites)
      .set({ acceptedAt: at })
      .where(and(isIt, isUnanswered(), gt(invites.expiresAt, at)))
      .returning();
    if (!invite) throw invalidInvite();
    const { role } = invite;
    await insertAccount(tx, { id: userId, name, email, role, password, at });
    await joinGroups(tx, userId, invite, at);
    const person: Person = { kind: "user", id: userId, email, name, role, memberships: new Map(), address };
    const details = { invite_id: invite.id, role, groups: invite.groups };
    await recordAudit(
      tx,
      person,
      { action: "invite.accepted", target: { kind: "user", id: userId, name }, details },
      at,
    );
    const withdrawn = await withdrawOtherInvites(tx, person, invite, at);
    return { inviteIds: [invite.id, ...withdrawn], userId };
  });
}

/** Those that are still there. */
export async function joinGroups(
  tx: Transaction,
  userId: string,
  invite: Pick<InviteRow, "groups">,
  at: Date,
): Promise<void> {
  const present = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(
      inArray(
        groups.id,
        invite.groups.map(({ group_id }) => group_id),
      ),
    )
    .for("key share");
  const ids = new Set(present.map(({ id }) => id));
  const rows = invite.groups
    .filter(({ group_id }) => ids.has(group_id))
    .map(({ group_id, permissions }) => ({ groupId: group_id, userId, permissions, createdAt: at }));
  if (rows.length > 0) await tx.insert(groupMembers).values(rows);
}

function invalidInvite(): ServiceFailure {
  return new ServiceFailure("forbidden", "this invitation is not valid (any more): ask for a new one", {
    code: "invalid_invite",
  });
}

function emailTaken(email: string): ServiceFailure {
  return new ServiceFailure("conflict", `${email} has an account already: sign in, or reset the password`, {
    code: "email_taken",
  });
}
