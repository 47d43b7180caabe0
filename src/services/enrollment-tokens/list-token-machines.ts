/** `GET /api/enrollment-tokens/:id/machines`: who joined by it, also those that wait to be accepted; the newest first. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { EnrolledMachine } from "../../../protocol/rest/people.ts";
import { enrollmentTokens } from "../../db/schema/enrollment-tokens.ts";
import { machines } from "../../db/schema/machines.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";

export async function listTokenMachines(
  { db, live }: ServiceContext,
  actor: Actor,
  tokenId: string,
  query: { limit: number; cursor?: string },
): Promise<Page<EnrolledMachine>> {
  requireAllowed(actor, "enrollment_tokens.manage", null);
  const [token] = await db
    .select({ id: enrollmentTokens.id })
    .from(enrollmentTokens)
    .where(eq(enrollmentTokens.id, tokenId));
  if (!token) throw notFound("enrollment token");
  const before = query.cursor ? lt(machines.id, decodeCursor(query.cursor, 1)[0] ?? "") : undefined;
  const rows = await db
    .select()
    .from(machines)
    .where(and(eq(machines.enrollmentTokenId, tokenId), eq(machines.isTemporary, false), before))
    .orderBy(desc(machines.id))
    .limit(query.limit + 1);
  const shape = (row: (typeof rows)[number]): EnrolledMachine => ({
    id: row.id,
    name: row.name,
    hostname: row.hostname,
    os: row.os,
    online: live.isMachineOnline(row.id),
    created_at: row.createdAt.toISOString(),
    waiting: row.quarantinedAt !== null,
  });
  return pageOf(rows, query.limit, shape, (row) => [row.id]);
}
