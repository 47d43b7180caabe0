/** `DELETE /api/enrollment-tokens/:id`: lets nobody in any more. The machines that came by it stay. */
import { eq, sql } from "drizzle-orm";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";

export async function revokeToken(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  await context.db.transaction(async (tx) => {
    // The first revocation's time stays.
    const [row] = await tx
      .update(enrollmentTokens)
      .set({ revokedAt: sql`coalesce(${enrollmentTokens.revokedAt}, ${context.now().toISOString()}::timestamptz)` })
      .where(eq(enrollmentTokens.id, id))
      .returning({ label: enrollmentTokens.label });
    if (!row) throw notFound("enrollment token");
    const target = { kind: "enrollment_token", id, name: row.label };
    await recordAudit(tx, actor, { action: "enrollment_token.revoked", target }, context.now());
  });
}
