/** What a person has to prove themselves by, beside or in place of a password. */
import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { authenticators } from "../../db/schema/authenticators.ts";
import { type PasskeyRow, passkeys } from "../../db/schema/passkeys.ts";
import { recoveryCodes } from "../../db/schema/recovery-codes.ts";

export type SecondFactors = {
  /** There is one: a password alone does not sign in. */
  isOn: boolean;
  authenticatorSince: Date | null;
  passkeys: PasskeyRow[];
  recoveryCodesLeft: number;
  hasPassword: boolean;
};

export async function readSecondFactors(db: Database | Transaction, userId: string): Promise<SecondFactors> {
  const [app] = await db
    .select({ since: authenticators.confirmedAt })
    .from(authenticators)
    .where(and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt)));
  const own = await db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.id));
  const [password] = await db
    .select({ id: authAccounts.id })
    .from(authAccounts)
    .where(
      and(eq(authAccounts.userId, userId), eq(authAccounts.providerId, "credential"), isNotNull(authAccounts.password)),
    );
  return {
    isOn: app !== undefined || own.length > 0,
    authenticatorSince: app?.since ?? null,
    passkeys: own,
    recoveryCodesLeft: await db.$count(recoveryCodes, eq(recoveryCodes.userId, userId)),
    hasPassword: password !== undefined,
  };
}
