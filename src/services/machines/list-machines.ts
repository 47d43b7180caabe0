/** `GET /api/machines`: those that the person may see, by name. */
import { and, asc, eq, ilike, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Machine, machineQuery } from "../../../protocol/rest/people.ts";
import { containing } from "../../db/pattern.ts";
import { machines } from "../../db/schema/machines.ts";
import { type Actor, groupsOf, type Person, permissionsOn } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";
import { isKnown } from "./find-machine.ts";
import { machineColumns } from "./machine-record.ts";
import { shapeMachine } from "./shape-machine.ts";

export async function listMachines(
  context: ServiceContext,
  actor: Actor,
  query: z.infer<typeof machineQuery>,
): Promise<Page<Machine>> {
  requireAllowed(actor, "machines.list", null);
  if (actor.kind !== "user") return { items: [], next_cursor: null };
  const rows = await context.db
    .select(machineColumns)
    .from(machines)
    .where(and(isKnown, visibleTo(actor), ...filters(context, query)))
    .orderBy(asc(machines.name), asc(machines.id))
    .limit(query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    (row) => shapeMachine(context, row, permissionsOn(actor, row.groupId)),
    (row) => [row.name, row.id],
  );
}

/** The same set as `machine.see` allows, as SQL. */
export function visibleTo(person: Person): SQL | undefined {
  if (person.role === "admin") return undefined;
  return inArray(machines.groupId, groupsOf(person));
}

function filters(context: ServiceContext, query: z.infer<typeof machineQuery>): (SQL | undefined)[] {
  const { search, tag, group_id, online, cursor } = query;
  const onlineIds = () => [...context.live.onlineMachineIds()];
  const conditions: (SQL | undefined)[] = [];
  if (search) conditions.push(matches(search));
  if (tag) conditions.push(sql`${tag} = any(${machines.tags})`);
  if (group_id) conditions.push(eq(machines.groupId, group_id));
  if (online === "true") conditions.push(inArray(machines.id, onlineIds()));
  if (online === "false") conditions.push(notInArray(machines.id, onlineIds()));
  if (cursor) {
    const [name, id] = decodeCursor(cursor, 2);
    conditions.push(sql`(${machines.name}, ${machines.id}) > (${name}, ${id}::uuid)`);
  }
  return conditions;
}

function matches(text: string): SQL | undefined {
  const pattern = containing(text.trim());
  return or(
    ilike(machines.name, pattern),
    ilike(machines.hostname, pattern),
    ilike(machines.loggedInUser, pattern),
    sql`exists (select from unnest(${machines.tags}) as tag where tag ilike ${pattern})`,
  );
}
