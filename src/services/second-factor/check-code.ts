/** Codes of a second factor: of the authenticator app, each once, or one of the recovery codes, which then is gone. */
import { and, eq, isNotNull, lt } from "drizzle-orm";
import { authenticators } from "../../db/schema/authenticators.ts";
import { recoveryCodes } from "../../db/schema/recovery-codes.ts";
import { totpStepOf } from "../../lib/totp.ts";
import { asTarget } from "../accounts/own-account.ts";
import type { Person } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { hashOfRecoveryCode } from "./recovery-codes.ts";

export type GivenCode = { code: string } | { recovery_code: string };

/** @throws ServiceFailure (`invalid_code`, `rate_limited`) */
export async function requireCode(context: ServiceContext, person: Person, given: GivenCode): Promise<void> {
  const { secondFactor, secondFactorDaily } = context.throttles;
  const keys = [`account:${person.id}`, `address:${person.address ?? "unknown"}`];
  const isMiss = (outcome: { result: boolean } | { error: unknown }) => "result" in outcome && !outcome.result;
  const check = () =>
    "code" in given ? isAppsCode(context, person, given.code) : spendRecoveryCode(context, person, given.recovery_code);
  const isRight = await throttled(
    secondFactor,
    keys,
    () => throttled(secondFactorDaily, keys.slice(0, 1), check, isMiss),
    isMiss,
  );
  if (isRight) return;
  throw new ServiceFailure("invalid_request", "this code is wrong, or was used already", { code: "invalid_code" });
}

async function isAppsCode(context: ServiceContext, person: Person, code: string): Promise<boolean> {
  const [own] = await context.db
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.userId, person.id), isNotNull(authenticators.confirmedAt)));
  return own !== undefined && takeStepOf(context, own, code);
}

/** Right, and newer than the newest that was taken: by one statement, so that the same code twice at once is right once. */
export async function takeStepOf(
  { db, keys, now }: ServiceContext,
  { userId, sealedSecret }: { userId: string; sealedSecret: string },
  code: string,
): Promise<boolean> {
  const secret = keys.unseal(`authenticator of ${userId}`, sealedSecret);
  // null: sealed by another AUTH_SECRET; an administrator removes it.
  if (secret === null) return false;
  const step = totpStepOf(secret, code.replaceAll(/[\s-]/g, ""), now().getTime());
  if (step === null) return false;
  const taken = await db
    .update(authenticators)
    .set({ lastStep: step })
    .where(
      and(
        eq(authenticators.userId, userId),
        eq(authenticators.sealedSecret, sealedSecret),
        lt(authenticators.lastStep, step),
      ),
    )
    .returning({ userId: authenticators.userId });
  return taken.length > 0;
}

async function spendRecoveryCode(context: ServiceContext, person: Person, code: string): Promise<boolean> {
  const codeHash = hashOfRecoveryCode(context, person.id, code);
  return context.db.transaction(async (tx) => {
    const spent = await tx
      .delete(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, person.id), eq(recoveryCodes.codeHash, codeHash)))
      .returning({ id: recoveryCodes.id });
    if (spent.length === 0) return false;
    const left = await tx.$count(recoveryCodes, eq(recoveryCodes.userId, person.id));
    const entry: AuditEntry = { action: "user.recovery_code_used", target: asTarget(person), details: { left } };
    await recordAudit(tx, person, entry, context.now());
    return true;
  });
}
