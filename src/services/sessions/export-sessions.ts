/** `GET /api/sessions.csv`: the sessions that a filter leaves, newest first, read as they are sent. */

import { MAX_PAGE_SIZE } from "../../../protocol/limits.ts";
import type { Session, SessionFilter } from "../../../protocol/rest/people.ts";
import { type CsvCell, csvRecord } from "../../lib/csv.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { listSessions } from "./list-sessions.ts";

const COLUMNS: readonly (readonly [title: string, cell: (session: Session) => CsvCell])[] = [
  ["started_at", (session) => session.started_at],
  ["ended_at", (session) => session.ended_at],
  ["duration_s", ({ started_at, ended_at }) => ended_at && secondsBetween(started_at, ended_at)],
  ["user_name", (session) => session.user_name],
  ["user_id", (session) => session.user_id],
  ["machine_name", (session) => session.machine_name],
  ["machine_id", (session) => session.machine_id],
  ["view_only", (session) => (session.view_only ? "yes" : "no")],
  ["reason", (session) => session.reason],
  ["ended_by", (session) => session.ended_by],
  ["notes", (session) => session.notes],
  ["id", (session) => session.id],
];

export function exportSessions(
  context: Pick<ServiceContext, "db">,
  actor: Actor,
  filter: SessionFilter,
): AsyncGenerator<string> {
  requireAllowed(actor, "sessions.list", null);
  return textOf(context, personOf(actor), filter);
}

async function* textOf(
  context: Pick<ServiceContext, "db">,
  actor: Actor,
  filter: SessionFilter,
): AsyncGenerator<string> {
  yield csvRecord(COLUMNS.map(([title]) => title));
  let cursor: string | undefined;
  do {
    const page = await listSessions(context, actor, { ...filter, limit: MAX_PAGE_SIZE, cursor });
    if (page.items.length > 0) {
      yield page.items.map((session) => csvRecord(COLUMNS.map(([, cell]) => cell(session)))).join("");
    }
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1_000);
}
