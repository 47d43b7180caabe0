/** Links an identity, which was proven to be the caller's, to the account that is signed in. */
import { and, eq } from "drizzle-orm";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import type { AuthProviderRow } from "../../db/schema/auth-providers.ts";
import { asTarget, signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { ProvenIdentity } from "./ask-provider.ts";

/** Whether they are who they say was shown on both sides: addresses do not matter. @throws ServiceFailure (`already_linked`) */
export async function linkIdentity(
  context: ServiceContext,
  actor: Actor,
  provider: AuthProviderRow,
  { subject, email }: ProvenIdentity,
): Promise<void> {
  const person = signedInPerson(actor);
  const { now } = context;
  await context.db.transaction(async (tx) => {
    const [linked] = await tx
      .insert(authIdentities)
      .values({ userId: person.id, providerId: provider.id, subject, email: email ?? "", createdAt: now() })
      .onConflictDoNothing()
      .returning({ id: authIdentities.id });
    if (!linked) {
      const [owner] = await tx
        .select({ userId: authIdentities.userId })
        .from(authIdentities)
        .where(and(eq(authIdentities.providerId, provider.id), eq(authIdentities.subject, subject)));
      if (owner?.userId === person.id) return;
      throw new ServiceFailure("conflict", "this identity opens another account", { code: "already_linked" });
    }
    const details = { provider: provider.label, email };
    await recordAudit(tx, person, { action: "user.identity_linked", target: asTarget(person), details }, now());
  });
}
