/** `/api/auth/identities`: which of one's identities open the account, and taking one away. */
import { and, asc, eq } from "drizzle-orm";
import type { Identity } from "../../../protocol/rest/auth-providers.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import { authProviders } from "../../db/schema/auth-providers.ts";
import { asTarget, recentlyProven, signedInPerson } from "../accounts/own-account.ts";
import { requireAnotherWayIn } from "../accounts/ways-in.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { lockFactors } from "../second-factor/factor-changed.ts";

export async function listIdentities({ db }: ServiceContext, actor: Actor): Promise<Identity[]> {
  const person = signedInPerson(actor);
  const rows = await db
    .select({ identity: authIdentities, label: authProviders.label })
    .from(authIdentities)
    .innerJoin(authProviders, eq(authProviders.id, authIdentities.providerId))
    .where(eq(authIdentities.userId, person.id))
    .orderBy(asc(authIdentities.id));
  return rows.map(({ identity, label }) => ({
    id: identity.id,
    provider: { id: identity.providerId, label },
    email: identity.email,
    created_at: identity.createdAt.toISOString(),
    last_used_at: identity.lastUsedAt?.toISOString() ?? null,
  }));
}

export async function unlinkIdentity(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  const person = recentlyProven(context, actor);
  await context.db.transaction(async (tx) => {
    await lockFactors(tx, person.id);
    const isOwn = and(eq(authIdentities.id, id), eq(authIdentities.userId, person.id));
    const [row] = await tx.delete(authIdentities).where(isOwn).returning();
    if (!row) throw notFound("identity");
    await requireAnotherWayIn(tx, person.id);
    const details = { email: row.email };
    await recordAudit(
      tx,
      person,
      { action: "user.identity_unlinked", target: asTarget(person), details },
      context.now(),
    );
  });
}
