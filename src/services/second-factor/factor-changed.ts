/** What follows when a second factor comes or goes, whichever it is; within the change's own transaction. */
import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { authIdentities } from "../../db/schema/auth-identities.ts";
import { authProviders } from "../../db/schema/auth-providers.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { recoveryCodes } from "../../db/schema/recovery-codes.ts";
import { users } from "../../db/schema/users.ts";
import type { SignedIn } from "../accounts/own-account.ts";
import type { ServiceContext } from "../context.ts";
import { readSecondFactors } from "./read-second-factors.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/** Takes turns with other changes of the same person's. @returns whether they had a second factor before */
export async function lockFactors(tx: Transaction, userId: string): Promise<{ wasOn: boolean }> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return { wasOn: (await readSecondFactors(tx, userId)).isOn };
}

/** @returns recovery codes where this was the first; other browsers, which proved less, are signed out then */
export async function factorAdded(
  context: ServiceContext,
  tx: Transaction,
  person: SignedIn,
  { wasOn }: { wasOn: boolean },
): Promise<string[] | null> {
  await tx
    .update(authSessions)
    .set({ hasSecondFactor: true, provenAt: context.now() })
    .where(eq(authSessions.id, person.signInId));
  if (wasOn) return null;
  await tx
    .delete(authSessions)
    .where(
      and(
        eq(authSessions.userId, person.id),
        ne(authSessions.id, person.signInId),
        eq(authSessions.hasSecondFactor, false),
      ),
    );
  return replaceRecoveryCodes(context, tx, person.id);
}

/**
 * With the last second factor its recovery codes go, and sign-ins and keys that were made with it are like any other: a factor
 * that was there for a moment is not one for as long as they live. What a provider that is trusted to ask vouches for stays.
 */
export async function factorRemoved(tx: Transaction, userId: string): Promise<void> {
  if ((await readSecondFactors(tx, userId)).isOn) return;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const vouched = await tx
    .select({ id: authIdentities.id })
    .from(authIdentities)
    .innerJoin(authProviders, eq(authProviders.id, authIdentities.providerId))
    .where(and(eq(authIdentities.userId, userId), eq(authProviders.isTrustedForTwoFactor, true)))
    .limit(1);
  const isVouchedFor = vouched.length > 0;
  const isWithout = isVouchedFor ? ne(authSessions.method, "provider") : undefined;
  await tx
    .update(authSessions)
    .set({ hasSecondFactor: false })
    .where(and(eq(authSessions.userId, userId), isWithout));
  if (!isVouchedFor) await tx.update(apiKeys).set({ hasSecondFactor: false }).where(eq(apiKeys.userId, userId));
}
