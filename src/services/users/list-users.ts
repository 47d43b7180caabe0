/** `GET /api/users`: everybody with an account, by name. */
import { asc, sql } from "drizzle-orm";
import type { z } from "zod";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import type { User } from "../../../protocol/rest/users.ts";
import { users } from "../../db/schema/users.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { selectUsers, shapeUser } from "./user-record.ts";

export async function listUsers(
  context: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<User>> {
  requireAllowed(actor, "users.manage", null);
  const [name, id] = cursor ? decodeCursor(cursor, 2) : [];
  const after = cursor ? sql`(${users.name}, ${users.id}) > (${name}, ${id}::uuid)` : undefined;
  const rows = await selectUsers(context.db, after)
    .orderBy(asc(users.name), asc(users.id))
    .limit(limit + 1);
  return pageOf(rows, limit, shapeUser, (row) => [row.name, row.id]);
}
