/** Recovery codes: ten come with the first second factor, and are told once. */
import { eq } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { recoveryCodes } from "../../db/schema/recovery-codes.ts";
import { users } from "../../db/schema/users.ts";
import { makeRecoveryCode } from "../../lib/random-token.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { readSecondFactors } from "./read-second-factors.ts";

const COUNT = 10;

export function hashOfRecoveryCode({ keys }: Pick<ServiceContext, "keys">, userId: string, code: string): string {
  const plain = code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
  return keys.hashToken("recovery_code", `${userId}:${plain}`);
}

/** New ones in place of all older ones. */
export async function replaceRecoveryCodes(
  context: Pick<ServiceContext, "keys" | "now">,
  tx: Transaction,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeRecoveryCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const createdAt = context.now();
  const rows = codes.map((code) => ({ userId, codeHash: hashOfRecoveryCode(context, userId, code), createdAt }));
  await tx.insert(recoveryCodes).values(rows);
  return codes;
}

/** `POST /api/auth/recovery-codes`. */
export async function renewRecoveryCodes(context: ServiceContext, actor: Actor): Promise<string[]> {
  const person = recentlyProven(context, actor);
  return context.db.transaction(async (tx) => {
    // Two at once: the codes that one of them was told hold whole.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for("update");
    if (!(await readSecondFactors(tx, person.id)).isOn) {
      throw new ServiceFailure("conflict", "set up an authenticator app or a passkey first", {
        code: "no_second_factor",
      });
    }
    const codes = await replaceRecoveryCodes(context, tx, person.id);
    const entry: AuditEntry = { action: "user.recovery_codes_renewed", target: asTarget(person) };
    await recordAudit(tx, person, entry, context.now());
    return codes;
  });
}
