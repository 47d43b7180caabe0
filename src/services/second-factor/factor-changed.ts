/** What follows when a second factor comes or goes, whichever it is; within the change's own transaction. */
import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
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

/** With the last second factor its recovery codes go. */
export async function factorRemoved(tx: Transaction, userId: string): Promise<void> {
  if ((await readSecondFactors(tx, userId)).isOn) return;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}
