/** `GET /api/scripts`: the library, by name. */
import { asc, sql } from "drizzle-orm";
import type { z } from "zod";
import type { SavedScript } from "../../../protocol/rest/scripts.ts";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import { scripts } from "../../db/schema/scripts.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectScripts, shapeScript } from "./script-record.ts";

export async function listScripts(
  { db }: Pick<ServiceContext, "db">,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<SavedScript>> {
  requireAllowed(actor, "scripts.list", null);
  const [name, id] = cursor ? decodeCursor(cursor, 2) : [];
  const rows = await selectScripts(db)
    .where(cursor ? sql`(${scripts.name}, ${scripts.id}) > (${name}, ${id}::uuid)` : undefined)
    .orderBy(asc(scripts.name), asc(scripts.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => shapeScript(actor, row),
    (row) => [row.name, row.id],
  );
}
