/** `GET /api/saved-filters`: one's own, by name. */
import { asc, eq } from "drizzle-orm";
import type { SavedFilter } from "../../../protocol/rest/saved-filters.ts";
import { type SavedFilterRow, savedFilters } from "../../db/schema/saved-filters.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";

export async function listFilters({ db }: Pick<ServiceContext, "db">, actor: Actor): Promise<SavedFilter[]> {
  requireAllowed(actor, "saved_filters.own", null);
  const rows = await db
    .select()
    .from(savedFilters)
    .where(eq(savedFilters.userId, personOf(actor).id))
    .orderBy(asc(savedFilters.name));
  return rows.map(shapeFilter);
}

export function shapeFilter({ id, name, query, createdAt }: SavedFilterRow): SavedFilter {
  return { id, name, query, created_at: createdAt.toISOString() };
}
