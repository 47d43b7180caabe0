/** Which sessions a list shows, as SQL: those that the person may see, narrowed by what was asked. */
import { eq, gte, ilike, inArray, isNotNull, isNull, lt, or, type SQL } from "drizzle-orm";
import type { SessionFilter } from "../../../protocol/rest/people.ts";
import { containing } from "../../db/pattern.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Person } from "../actor.ts";

export function sessionConditions(person: Person, filter: SessionFilter): (SQL | undefined)[] {
  const { user_id: userId, machine_id: machineId, from, to, live, search } = filter;
  return [
    visibleTo(person),
    userId ? eq(sessions.userId, userId) : undefined,
    machineId ? eq(sessions.machineId, machineId) : undefined,
    from ? gte(sessions.startedAt, new Date(from)) : undefined,
    to ? lt(sessions.startedAt, new Date(to)) : undefined,
    live === "true" ? isNull(sessions.endedAt) : undefined,
    live === "false" ? isNotNull(sessions.endedAt) : undefined,
    search?.trim() ? matches(search.trim()) : undefined,
  ];
}

/** The same set as `session.see` allows, as SQL. */
function visibleTo(person: Person): SQL | undefined {
  if (person.role === "admin") return undefined;
  const groups = [...person.memberships].filter(([, permissions]) => permissions.length > 0).map(([id]) => id);
  return or(eq(sessions.userId, person.id), inArray(machines.groupId, groups));
}

/** Wherever a person would look for it. */
function matches(text: string): SQL | undefined {
  const pattern = containing(text);
  const columns = [sessions.machineName, sessions.userName, sessions.reason, sessions.notes];
  return or(...columns.map((column) => ilike(column, pattern)));
}
