/** `PATCH /api/enrollment-tokens/:id`: another label, group, end or number of uses; a revocation taken back. */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { EnrollmentToken, enrollmentTokenPatch } from "../../../protocol/rest/people.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { requireGroup } from "../machines/find-group.ts";
import { futureTime } from "./future-time.ts";
import { shapeToken } from "./shape-token.ts";

export async function changeToken(
  context: ServiceContext,
  actor: Actor,
  id: string,
  patch: z.infer<typeof enrollmentTokenPatch>,
): Promise<EnrollmentToken> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  const { label, expires_at, max_uses, group_id, revoked } = patch;
  const expiresAt = futureTime(context, expires_at);
  const changed = Object.keys(patch);
  return context.db.transaction(async (tx) => {
    // A machine that comes meanwhile waits: its use is counted against the new bound.
    const [before] = await tx.select().from(enrollmentTokens).where(eq(enrollmentTokens.id, id)).for("update");
    if (!before) throw notFound("enrollment token");
    if (changed.length === 0) return shapeToken(before);
    if (max_uses && max_uses < before.uses) {
      throw new ServiceFailure("invalid_request", `max_uses: ${before.uses} machines have joined by it already`);
    }
    if (group_id) await requireGroup(tx, group_id);
    const isBack = revoked === false;
    const [after] = await tx
      .update(enrollmentTokens)
      .set({ label, expiresAt, maxUses: max_uses, groupId: group_id, ...(isBack && { revokedAt: null }) })
      .where(eq(enrollmentTokens.id, id))
      .returning();
    if (!after) throw notFound("enrollment token");
    const target = { kind: "enrollment_token", id, name: after.label };
    const details = { changed, ...patch };
    await recordAudit(tx, actor, { action: "enrollment_token.changed", target, details }, context.now());
    return shapeToken(after);
  });
}
