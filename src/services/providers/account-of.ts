/**
 * Whose account an identity opens. Once linked, that is by provider and subject alone. The first time by the address that the
 * provider verified, and then only where that address is known to belong to the account's owner: whoever made an account with
 * somebody else's address must not share it with them when they come (docs/security.md, "Identity providers").
 */
import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import type { AuthProviderRow } from "../../db/schema/auth-providers.ts";
import { type InviteRow, invites } from "../../db/schema/invites.ts";
import { users } from "../../db/schema/users.ts";
import { joinGroups } from "../accounts/accept-invite.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { isUnanswered } from "../invites/invite-record.ts";
import { withdrawOtherInvites } from "../invites/withdraw-others.ts";
import { readSecondFactors } from "../second-factor/read-second-factors.ts";
import type { ProvenIdentity } from "./ask-provider.ts";
import { refused } from "./refused.ts";

/** `inviteIds`: those that are answered by their coming. */
type Comer = { person: Person; inviteIds: string[] };

/** @returns the user's id. @throws ServiceFailure (`email_unverified`, `email_not_allowed`, `no_account`, `link_required`) */
export async function accountOf(
  context: ServiceContext,
  provider: AuthProviderRow,
  identity: ProvenIdentity,
  address: string | null,
): Promise<string> {
  const { db, now } = context;
  const isThis = and(eq(authIdentities.providerId, provider.id), eq(authIdentities.subject, identity.subject));
  const [known] = await db
    .update(authIdentities)
    .set({ lastUsedAt: now() })
    .where(isThis)
    .returning({ userId: authIdentities.userId });
  if (known) return known.userId;
  const email = allowedEmail(provider, identity);
  const { userId, inviteIds } = await db.transaction(async (tx) => {
    // Two first sign-ins of the same address at once: one account, one link.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`identity ${email}`}))`);
    const [user] = await tx.select().from(users).where(eq(users.email, email));
    if (user) await requireOwner(tx, user, email);
    const { person, inviteIds }: Comer = user
      ? { person: { kind: "user", ...user, memberships: new Map(), address }, inviteIds: [] }
      : await createUser(context, tx, provider, { email, name: identity.name, address });
    await tx.insert(authIdentities).values({
      userId: person.id,
      providerId: provider.id,
      subject: identity.subject,
      email,
      createdAt: now(),
      lastUsedAt: now(),
    });
    const target = { kind: "user", id: person.id, name: person.name };
    const details = { provider: provider.label, email };
    await recordAudit(tx, person, { action: "user.identity_linked", target, details }, now());
    return { userId: person.id, inviteIds };
  });
  for (const inviteId of inviteIds) context.events.publish({ type: "invite.changed", inviteId });
  context.events.publish({ type: "user.changed", userId });
  return userId;
}

function allowedEmail({ emailDomains }: AuthProviderRow, { email }: ProvenIdentity): string {
  if (email === null) throw refused("the identity provider has not verified your e-mail address", "email_unverified");
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (emailDomains.length === 0 || emailDomains.includes(domain)) return email;
  throw refused(`people with addresses at ${domain} may not come in here`, "email_not_allowed");
}

/** A password, or a passkey, that somebody set without having shown that the address is theirs keeps an identity out. */
async function requireOwner(
  tx: Transaction,
  user: { id: string; emailVerified: boolean },
  email: string,
): Promise<void> {
  const { hasPassword, isOn } = await readSecondFactors(tx, user.id);
  const others = await tx.$count(authIdentities, eq(authIdentities.userId, user.id));
  if (user.emailVerified || (!hasPassword && !isOn && others === 0)) return;
  throw linkRequired(email);
}

function linkRequired(email: string) {
  return refused(
    `sign in to the account of ${email} as before, and link this identity in its settings`,
    "link_required",
  );
}

async function createUser(
  { now }: ServiceContext,
  tx: Transaction,
  provider: AuthProviderRow,
  { email, name, address }: { email: string; name: string; address: string | null },
): Promise<Comer> {
  const at = now();
  const invite = await takeInvite(tx, email, at);
  if (!invite && !provider.createsUsers) {
    throw refused("there is no account for this address: ask an administrator to invite you", "no_account");
  }
  const user = { id: Bun.randomUUIDv7(), email, name, role: invite?.role ?? ("user" as const) };
  const [made] = await tx
    .insert(users)
    .values({ ...user, emailVerified: true, createdAt: at, updatedAt: at })
    .onConflictDoNothing()
    .returning({ id: users.id });
  // By the invitation's link, a moment ago.
  if (!made) throw linkRequired(email);
  if (invite) await joinGroups(tx, user.id, invite, at);
  const person: Person = { kind: "user", ...user, memberships: new Map(), address };
  const target = { kind: "user", id: user.id, name };
  const details = { provider: provider.label, email, invited: invite !== null, invite_id: invite?.id };
  await recordAudit(tx, person, { action: "user.came_by_provider", target, details }, at);
  const withdrawn = invite ? await withdrawOtherInvites(tx, person, invite, at) : [];
  return { person, inviteIds: invite ? [invite.id, ...withdrawn] : [] };
}

/** The newest: what an administrator said last holds. Spent by one statement, so that its link makes no second account. */
async function takeInvite(tx: Transaction, email: string, at: Date): Promise<InviteRow | null> {
  const isOpen = and(eq(invites.email, email), isUnanswered(), gt(invites.expiresAt, at));
  const newest = tx
    .select({ id: invites.id })
    .from(invites)
    .where(isOpen)
    .orderBy(desc(invites.createdAt), desc(invites.id))
    .limit(1);
  const [invite] = await tx
    .update(invites)
    .set({ acceptedAt: at })
    .where(and(isOpen, eq(invites.id, newest)))
    .returning();
  return invite ?? null;
}
