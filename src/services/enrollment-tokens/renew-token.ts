/** `POST /api/enrollment-tokens/:id/renew`: another text for the same token; the one before lets nobody in any more. */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { EnrollmentTokenCreated, enrollmentTokenRenewal } from "../../../protocol/rest/people.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { futureTime } from "./future-time.ts";
import { shapeToken } from "./shape-token.ts";

export async function renewToken(
  context: ServiceContext,
  actor: Actor,
  id: string,
  { expires_at }: z.infer<typeof enrollmentTokenRenewal>,
): Promise<EnrollmentTokenCreated> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  const expiresAt = futureTime(context, expires_at);
  const token = makeToken("rle_");
  const tokenHash = context.keys.hashToken("enrollment_token", token);
  return context.db.transaction(async (tx) => {
    const [before] = await tx.select().from(enrollmentTokens).where(eq(enrollmentTokens.id, id)).for("update");
    if (!before) throw notFound("enrollment token");
    if (before.revokedAt) throw new ServiceFailure("conflict", "this token is revoked: take that back first");
    const [row] = await tx
      .update(enrollmentTokens)
      .set({ tokenHash, expiresAt })
      .where(eq(enrollmentTokens.id, id))
      .returning();
    if (!row) throw notFound("enrollment token");
    const target = { kind: "enrollment_token", id, name: row.label };
    const details = { ...(expires_at !== undefined && { expires_at }) };
    await recordAudit(tx, actor, { action: "enrollment_token.renewed", target, details }, context.now());
    return { ...shapeToken(row), token };
  });
}
