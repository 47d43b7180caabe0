/** `POST /api/enrollment-tokens`. The token's text is in this answer only. */
import type { z } from "zod";
import type { EnrollmentTokenCreated, enrollmentTokenRequest } from "../../../protocol/rest/people.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { makeToken } from "../../lib/random-token.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { requireGroup } from "../machines/find-group.ts";
import { futureTime } from "./future-time.ts";
import { shapeToken } from "./shape-token.ts";

export async function createToken(
  context: ServiceContext,
  actor: Actor,
  request: z.infer<typeof enrollmentTokenRequest>,
): Promise<EnrollmentTokenCreated> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  const { label, expires_at, max_uses, group_id } = request;
  const expiresAt = futureTime(context, expires_at);
  const token = makeToken("rle_");
  const row = await context.db.transaction(async (tx) => {
    if (group_id) await requireGroup(tx, group_id);
    const [row] = await tx
      .insert(enrollmentTokens)
      .values({
        label,
        tokenHash: context.keys.hashToken("enrollment_token", token),
        groupId: group_id,
        createdBy: actor.kind === "user" ? actor.id : null,
        createdAt: context.now(),
        expiresAt,
        maxUses: max_uses,
      })
      .returning();
    if (!row) throw new Error("an enrollment token was inserted but not returned");
    const target = { kind: "enrollment_token", id: row.id, name: label };
    const details = { max_uses: row.maxUses, expires_at: expires_at ?? null, group_id: row.groupId };
    await recordAudit(tx, actor, { action: "enrollment_token.created", target, details }, context.now());
    return row;
  });
  return { ...shapeToken(row), token };
}
