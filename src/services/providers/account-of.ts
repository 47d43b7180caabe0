/**
 * Whose account an identity opens. Once linked, that is by provider and subject alone. The first time by the address that the
 * provider verified, and then only where that address is known to belong to the account's owner: whoever made an account with
 * somebody else's address must not share it with them when they come (docs/security.md, "Identity providers").
 */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import type { AuthProviderRow } from "../../db/schema/auth-providers.ts";
import { invites } from "../../db/schema/invites.ts";
import { users } from "../../db/schema/users.ts";
import { joinGroups } from "../accounts/accept-invite.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { readSecondFactors } from "../second-factor/read-second-factors.ts";
import type { ProvenIdentity } from "./ask-provider.ts";
import { refused } from "./refused.ts";

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
  return db.transaction(async (tx) => {
    // Two first sign-ins of the same address at once: one account, one link.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`identity ${email}`}))`);
    const [user] = await tx.select().from(users).where(eq(users.email, email));
    if (user) await requireOwner(tx, user, email);
    const person = user
      ? ({ kind: "user", ...user, memberships: new Map(), address } satisfies Person)
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
    return person.id;
  });
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
  throw refused(
    `sign in to the account of ${email} as before, and link this identity in its settings`,
    "link_required",
  );
}

async function createUser(
  { now }: ServiceContext,
  tx: Transaction,
  provider: AuthProviderRow,
  { email, name, address }: { email: string; name: string; address: string | null },
): Promise<Person> {
  const at = now();
  const isOpen = and(isNull(invites.acceptedAt), isNull(invites.revokedAt), gt(invites.expiresAt, at));
  const [invite] = await tx
    .update(invites)
    .set({ acceptedAt: at })
    .where(and(eq(invites.email, email), isOpen))
    .returning({ role: invites.role, groups: invites.groups });
  if (!invite && !provider.createsUsers) {
    throw refused("there is no account for this address: ask an administrator to invite you", "no_account");
  }
  const user = { id: Bun.randomUUIDv7(), email, name, role: invite?.role ?? ("user" as const) };
  await tx.insert(users).values({ ...user, emailVerified: true, createdAt: at, updatedAt: at });
  if (invite) await joinGroups(tx, user.id, invite, at);
  const person: Person = { kind: "user", ...user, memberships: new Map(), address };
  const target = { kind: "user", id: user.id, name };
  const details = { provider: provider.label, email, invited: invite !== undefined };
  await recordAudit(tx, person, { action: "user.came_by_provider", target, details }, at);
  return person;
}
