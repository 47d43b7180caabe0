/** `GET /api/groups`: by name; an administrator sees all, everybody else those they are a member of. */
import { and, asc, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Group } from "../../../protocol/rest/groups.ts";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import { groups } from "../../db/schema/groups.ts";
import { type Actor, groupsOf, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectGroups, shapeGroup } from "./group-record.ts";

export async function listGroups(
  context: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<Group>> {
  requireAllowed(actor, "groups.list", null);
  const person = personOf(actor);
  const [name, id] = cursor ? decodeCursor(cursor, 2) : [];
  const rows = await selectGroups(
    context.db,
    and(
      person.role === "admin" ? undefined : inArray(groups.id, groupsOf(person)),
      cursor ? sql`(${groups.name}, ${groups.id}) > (${name}, ${id}::uuid)` : undefined,
    ),
  )
    .orderBy(asc(groups.name), asc(groups.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => shapeGroup(person, row),
    (row) => [row.name, row.id],
  );
}
