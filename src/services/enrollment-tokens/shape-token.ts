/** An enrollment token as administrators see it: never its text. */
import type { EnrollmentToken } from "../../../protocol/rest/people.ts";
import type { EnrollmentTokenRow } from "../../db/schema/enrollment-tokens.ts";

export function shapeToken(row: EnrollmentTokenRow): EnrollmentToken {
  return {
    id: row.id,
    label: row.label,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    max_uses: row.maxUses,
    uses: row.uses,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    group_id: row.groupId,
  };
}
