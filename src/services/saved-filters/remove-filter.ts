/** `DELETE /api/saved-filters/:id`: one's own. Others' are as if they were not there. */
import { and, eq } from "drizzle-orm";
import { savedFilters } from "../../db/schema/saved-filters.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";

export async function removeFilter({ db }: Pick<ServiceContext, "db">, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "saved_filters.own", null);
  const removed = await db
    .delete(savedFilters)
    .where(and(eq(savedFilters.id, id), eq(savedFilters.userId, personOf(actor).id)))
    .returning({ id: savedFilters.id });
  if (removed.length === 0) throw notFound("saved filter");
}
