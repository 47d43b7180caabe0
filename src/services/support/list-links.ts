/** `GET /api/support-links`: one's own, newest first; those that are over stay for a day. */
import { and, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { z } from "zod";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import type { SupportLink } from "../../../protocol/rest/support.ts";
import { supportLinks } from "../../db/schema/support-links.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectLinks } from "./link-record.ts";
import { shapeLink } from "./shape-link.ts";

const SHOWN_MS = 24 * 3_600_000;

export async function listLinks(
  context: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<SupportLink>> {
  requireAllowed(actor, "support_links.list", null);
  const { id, userId, expiresAt } = supportLinks;
  const rows = await context.db
    .select({ id })
    .from(supportLinks)
    .where(
      and(
        eq(userId, personOf(actor).id),
        gt(expiresAt, new Date(context.now().getTime() - SHOWN_MS)),
        cursor ? lt(id, decodeCursor(cursor, 1)[0] ?? "") : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(limit + 1);
  const links = await selectLinks(
    context.db,
    inArray(
      id,
      rows.map((row) => row.id),
    ),
  );
  links.sort((a, b) => (a.id < b.id ? 1 : -1));
  return pageOf(
    links,
    limit,
    (link) => shapeLink(context, link),
    (link) => [link.id],
  );
}
