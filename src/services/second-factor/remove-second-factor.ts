/** `DELETE /api/users/:id/second-factor`: for somebody who lost theirs. An administrator who just proved who they are does it. */
import { eq } from "drizzle-orm";
import { authenticators } from "../../db/schema/authenticators.ts";
import { passkeys } from "../../db/schema/passkeys.ts";
import { users } from "../../db/schema/users.ts";
import { asTarget, recentlyProven } from "../accounts/own-account.ts";
import { requireAnotherWayIn } from "../accounts/ways-in.ts";
import type { Actor } from "../actor.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { factorRemoved, lockFactors } from "./factor-changed.ts";

export async function removeSecondFactor(context: ServiceContext, actor: Actor, userId: string): Promise<void> {
  requireAllowed(actor, "user.remove_second_factor", null);
  const admin = recentlyProven(context, actor, "user.remove_second_factor");
  await context.db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    if (!user) throw notFound("user");
    const { wasOn } = await lockFactors(tx, userId);
    if (!wasOn) throw new ServiceFailure("conflict", `${user.name} has no second factor`, { code: "no_second_factor" });
    await tx.delete(authenticators).where(eq(authenticators.userId, userId));
    await tx.delete(passkeys).where(eq(passkeys.userId, userId));
    await requireAnotherWayIn(tx, userId);
    await factorRemoved(tx, userId);
    const entry: AuditEntry = { action: "user.second_factor_removed", target: asTarget(user) };
    await recordAudit(tx, admin, entry, context.now());
  });
  context.events.publish({ type: "user.changed", userId: userId });
}
