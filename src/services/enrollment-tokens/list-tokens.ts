/** `GET /api/enrollment-tokens`: newest first. */
import { desc, lt } from "drizzle-orm";
import type { EnrollmentToken } from "../../../protocol/rest/people.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { shapeToken } from "./shape-token.ts";

export async function listTokens(
  context: ServiceContext,
  actor: Actor,
  query: { limit: number; cursor?: string },
): Promise<Page<EnrollmentToken>> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  const before = query.cursor ? lt(enrollmentTokens.id, decodeCursor(query.cursor, 1)[0] ?? "") : undefined;
  const rows = await context.db
    .select()
    .from(enrollmentTokens)
    .where(before)
    .orderBy(desc(enrollmentTokens.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shapeToken, (row) => [row.id]);
}
