/** `GET /api/invites`: newest first, those that are over as well. */
import { desc, lt } from "drizzle-orm";
import type { z } from "zod";
import type { Invite } from "../../../protocol/rest/invites.ts";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import { invites } from "../../db/schema/invites.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectInvites, shapeInvite } from "./invite-record.ts";

export async function listInvites(
  context: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<Invite>> {
  requireAllowed(actor, "invites.manage", null);
  const before = cursor ? lt(invites.id, decodeCursor(cursor, 1)[0] ?? "") : undefined;
  const rows = await selectInvites(context.db, before)
    .orderBy(desc(invites.id))
    .limit(limit + 1);
  const now = context.now();
  return pageOf(
    rows,
    limit,
    (row) => shapeInvite(row, now),
    (row) => [row.id],
  );
}
