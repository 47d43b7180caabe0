/** `POST /api/auth/authenticator/confirm`: its first code shows that the app has the secret; from then on it is asked for. */
import { and, eq, isNull } from "drizzle-orm";
import { authenticators } from "../../db/schema/authenticators.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { takeStepOf } from "./check-code.ts";
import { factorAdded, lockFactors } from "./factor-changed.ts";

/** @returns recovery codes, if this is the first second factor. @throws ServiceFailure (`invalid_code`) */
export async function confirmAuthenticator(
  context: ServiceContext,
  actor: Actor,
  code: string,
): Promise<string[] | null> {
  const person = recentlyProven(context, actor);
  const isWaiting = and(eq(authenticators.userId, person.id), isNull(authenticators.confirmedAt));
  const [own] = await context.db.select().from(authenticators).where(isWaiting);
  if (!own) throw new ServiceFailure("conflict", "begin with the QR code again", { code: "not_started" });
  if (!(await takeStepOf(context, own, code))) {
    throw new ServiceFailure("invalid_request", "this is not the app's present code: check the clock of the phone", {
      code: "invalid_code",
    });
  }
  const codes = await context.db.transaction(async (tx) => {
    const before = await lockFactors(tx, person.id);
    const confirmed = await tx
      .update(authenticators)
      .set({ confirmedAt: context.now() })
      // Not the secret of a second tab that began anew meanwhile.
      .where(and(isWaiting, eq(authenticators.sealedSecret, own.sealedSecret)))
      .returning({ userId: authenticators.userId });
    if (confirmed.length === 0)
      throw new ServiceFailure("conflict", "begin with the QR code again", { code: "not_started" });
    const first = await factorAdded(context, tx, person, before);
    const entry: AuditEntry = { action: "user.authenticator_added", target: asTarget(person) };
    await recordAudit(tx, person, entry, context.now());
    return first;
  });
  context.events.publish({ type: "user.changed", userId: person.id });
  return codes;
}
