/** A new password for somebody who did not say the old one: everything that the old one began ends. */
import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { signInSteps } from "../../db/schema/sign-in-steps.ts";
import { insertPassword } from "./insert-account.ts";

/** @param password hashed */
export async function replacePassword(
  tx: Transaction,
  { userId, password, at }: { userId: string; password: string; at: Date },
): Promise<void> {
  const changed = await tx
    .update(authAccounts)
    .set({ password, updatedAt: at })
    .where(and(eq(authAccounts.userId, userId), eq(authAccounts.providerId, "credential")))
    .returning({ id: authAccounts.id });
  // Who came by an identity provider so far has none to change.
  if (changed.length === 0) await insertPassword(tx, { userId, password, at });
  await tx.delete(authSessions).where(eq(authSessions.userId, userId));
  // Nor goes a sign-in on that the old password began.
  await tx.delete(signInSteps).where(eq(signInSteps.userId, userId));
}
