/** What of the audit log is shown: its place in the address, what the server is asked for, and whether a new row belongs to it. */
import { AUDIT_KINDS, type AuditKind, actionsOfKind } from "../../../protocol/audit-actions.ts";
import type { AuditEntryRow } from "../../../protocol/rest/audit.ts";
import { ANY_TIME, boundsOf, contains, isAnyTime, type Period, parsePeriod, writePeriod } from "./period.ts";

export type AuditFilter = Period & {
  /** A person's id, or a part of a name. */
  who: string;
  /** Kinds ("files") and actions ("session.started"). */
  what: string[];
  /** A machine's id, or a part of a name. */
  on: string;
  session: string;
};

export const WHOLE_LOG: AuditFilter = { ...ANY_TIME, who: "", what: [], on: "", session: "" };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => ID.test(text);

/** Reads `?who=&what=files,user.renamed&on=&session=` and the period. */
export function parseAuditFilter(search: string): AuditFilter {
  const query = new URLSearchParams(search);
  const session = query.get("session") ?? "";
  return {
    ...parsePeriod(query),
    who: query.get("who") ?? "",
    what: [...new Set((query.get("what") ?? "").split(",").filter((name) => isKind(name) || /^\w+\.\w+$/.test(name)))],
    on: query.get("on") ?? "",
    session: isId(session) ? session : "",
  };
}

/** The reverse: "" where nothing is narrowed, else with its `?`. */
export function formatAuditFilter(filter: AuditFilter): string {
  const query = new URLSearchParams();
  if (filter.who) query.set("who", filter.who);
  if (filter.what.length > 0) query.set("what", filter.what.join(","));
  if (filter.on) query.set("on", filter.on);
  if (filter.session) query.set("session", filter.session);
  writePeriod(query, filter);
  const text = query.toString();
  return text && `?${text}`;
}

export function isWholeLog(filter: AuditFilter): boolean {
  const { who, what, on, session } = filter;
  return who.trim() === "" && what.length === 0 && on.trim() === "" && session === "" && isAnyTime(filter);
}

/** As `GET /api/audit` takes it. */
export function askedOf(filter: AuditFilter, nowMs: number): Record<string, string | undefined> {
  const actions = actionsOf(filter);
  return {
    actor: filter.who.trim() || undefined,
    action: actions.length > 0 ? actions.join(",") : undefined,
    target: filter.on.trim() || undefined,
    session_id: filter.session || undefined,
    ...boundsOf(filter, nowMs),
  };
}

/** The server's rule, for rows that come while the page is open. */
export function belongs(row: AuditEntryRow, filter: AuditFilter, nowMs: number): boolean {
  const actions = actionsOf(filter);
  if (actions.length > 0 && !actions.includes(row.action)) return false;
  if (filter.session && row.details.session_id !== filter.session && row.target.id !== filter.session) return false;
  return matches(filter.who, row.actor) && matches(filter.on, row.target) && contains(filter, row.at, nowMs);
}

function matches(text: string, { id, name }: { id: string | null; name: string }): boolean {
  const wanted = text.trim().toLowerCase();
  return isId(wanted) ? id === wanted : name.toLowerCase().includes(wanted);
}

function actionsOf({ what }: AuditFilter): string[] {
  return what.flatMap((name) => (isKind(name) ? actionsOfKind(name) : [name]));
}

function isKind(name: string): name is AuditKind {
  return Object.hasOwn(AUDIT_KINDS, name);
}
