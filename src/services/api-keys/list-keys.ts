/** `GET /api/api-keys`: one's own, newest first. */
import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import type { ApiKey } from "../../../protocol/rest/sign-in.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { shapeKey } from "./shape-key.ts";

export async function listKeys(
  { db }: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<ApiKey>> {
  const person = signedInPerson(actor, "api_keys.manage");
  const before = cursor ? lt(apiKeys.id, decodeCursor(cursor, 1)[0] ?? "") : undefined;
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, person.id), before))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return pageOf(rows, limit, shapeKey, (row) => [row.id]);
}
