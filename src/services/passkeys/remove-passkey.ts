/** `DELETE /api/auth/passkeys/:id`. The device may still offer it; here it opens nothing any more. */
import { and, eq } from "drizzle-orm";
import { passkeys } from "../../db/schema/passkeys.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import { requireAnotherWayIn } from "../accounts/ways-in.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { factorRemoved, lockFactors } from "../second-factor/factor-changed.ts";

export async function removePasskey(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  const person = recentlyProven(context, actor);
  await context.db.transaction(async (tx) => {
    await lockFactors(tx, person.id);
    const isOwn = and(eq(passkeys.id, id), eq(passkeys.userId, person.id));
    const [row] = await tx.delete(passkeys).where(isOwn).returning();
    if (!row) throw notFound("passkey");
    await requireAnotherWayIn(tx, person.id);
    await factorRemoved(tx, person.id);
    const entry: AuditEntry = {
      action: "user.passkey_removed",
      target: asTarget(person),
      details: { passkey: row.name },
    };
    await recordAudit(tx, person, entry, context.now());
  });
  context.events.publish({ type: "user.changed", userId: person.id });
}
