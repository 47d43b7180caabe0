/** `POST /api/auth/authenticator/turn-off`: by the password and a code, so that neither a thief of one nor an open browser does it. */
import { eq } from "drizzle-orm";
import { authenticators } from "../../db/schema/authenticators.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import { requireOwnPassword } from "../accounts/require-own-password.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { type GivenCode, requireCode } from "./check-code.ts";
import { factorRemoved, lockFactors } from "./factor-changed.ts";
import { readSecondFactors } from "./read-second-factors.ts";

/** Who has no password (they come by a provider or a passkey) is asked for the code only. */
export async function turnOffAuthenticator(
  context: ServiceContext,
  actor: Actor,
  { password, ...given }: GivenCode & { password?: string },
): Promise<void> {
  const person = recentlyProven(context, actor);
  const { hasPassword } = await readSecondFactors(context.db, person.id);
  if (hasPassword) await requireOwnPassword(context, person, password ?? "");
  await requireCode(context, person, given);
  await context.db.transaction(async (tx) => {
    await lockFactors(tx, person.id);
    await tx.delete(authenticators).where(eq(authenticators.userId, person.id));
    await factorRemoved(tx, person.id);
    const entry: AuditEntry = { action: "user.authenticator_removed", target: asTarget(person) };
    await recordAudit(tx, person, entry, context.now());
  });
  context.events.publish({ type: "user.changed", userId: person.id });
}
