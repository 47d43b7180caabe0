/** `POST /api/saved-filters`: under a name that one has already, it takes that one's place. */
import { count, eq } from "drizzle-orm";
import { MAX_SAVED_FILTERS, type SavedFilter, type SavedFilterRequest } from "../../../protocol/rest/saved-filters.ts";
import { savedFilters } from "../../db/schema/saved-filters.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { shapeFilter } from "./list-filters.ts";

export async function saveFilter(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  { name, query }: SavedFilterRequest,
): Promise<SavedFilter> {
  requireAllowed(actor, "saved_filters.own", null);
  const userId = personOf(actor).id;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(savedFilters)
      .values({ userId, name, query, createdAt: now() })
      .onConflictDoUpdate({ target: [savedFilters.userId, savedFilters.name], set: { query } })
      .returning();
    const [all] = await tx.select({ count: count() }).from(savedFilters).where(eq(savedFilters.userId, userId));
    if (!row) throw new Error("a filter was saved but not returned");
    if ((all?.count ?? 0) > MAX_SAVED_FILTERS) {
      throw new ServiceFailure("conflict", `${MAX_SAVED_FILTERS} filters are saved already: remove one first`, {
        code: "too_many_filters",
      });
    }
    return shapeFilter(row);
  });
}
