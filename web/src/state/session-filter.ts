/** Which sessions are shown: its place in the address, and what the server is asked for. */
import { ANY_TIME, boundsOf, isAnyTime, type Period, parsePeriod, writePeriod } from "./period.ts";

export type SessionFilter = Period & {
  text: string;
  /** null: both. */
  state: "live" | "ended" | null;
  /** Ids; "": any. */
  personId: string;
  machineId: string;
};

export const ALL_SESSIONS: SessionFilter = { ...ANY_TIME, text: "", state: null, personId: "", machineId: "" };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads `?q=&state=&person=&machine=` and the period; what it does not know counts as not given. */
export function parseSessionFilter(search: string): SessionFilter {
  const query = new URLSearchParams(search);
  const idOf = (name: string) => (ID.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  const state = query.get("state");
  return {
    ...parsePeriod(query),
    text: query.get("q") ?? "",
    state: state === "live" || state === "ended" ? state : null,
    personId: idOf("person"),
    machineId: idOf("machine"),
  };
}

/** The reverse: "" where nothing is narrowed, else with its `?`. */
export function formatSessionFilter(filter: SessionFilter): string {
  const query = new URLSearchParams();
  if (filter.text) query.set("q", filter.text);
  if (filter.state) query.set("state", filter.state);
  if (filter.personId) query.set("person", filter.personId);
  if (filter.machineId) query.set("machine", filter.machineId);
  writePeriod(query, filter);
  const text = query.toString();
  return text && `?${text}`;
}

export function isAllSessions({ text, state, personId, machineId, ...period }: SessionFilter): boolean {
  return text.trim() === "" && state === null && personId + machineId === "" && isAnyTime(period);
}

/** As `GET /api/sessions` takes it. */
export function sessionsAskedOf(filter: SessionFilter, nowMs: number): Record<string, string | undefined> {
  return {
    search: filter.text.trim() || undefined,
    live: filter.state === null ? undefined : String(filter.state === "live"),
    user_id: filter.personId || undefined,
    machine_id: filter.machineId || undefined,
    ...boundsOf(filter, nowMs),
  };
}
