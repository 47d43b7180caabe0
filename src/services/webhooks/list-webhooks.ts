/** `GET /api/webhooks`, oldest first. There are few: one page. */
import { asc, gt } from "drizzle-orm";
import type { z } from "zod";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import type { Webhook } from "../../../protocol/rest/webhooks.ts";
import { webhooks } from "../../db/schema/webhooks.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectWebhooks, shapeWebhook } from "./webhook-record.ts";

export async function listWebhooks(
  { db }: Pick<ServiceContext, "db">,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<Webhook>> {
  requireAllowed(actor, "webhooks.manage", null);
  const [after] = cursor ? decodeCursor(cursor, 1) : [];
  const rows = await selectWebhooks(db)
    .where(after ? gt(webhooks.id, after) : undefined)
    .orderBy(asc(webhooks.id))
    .limit(limit + 1);
  return pageOf(rows, limit, shapeWebhook, (row) => [row.id]);
}
