/** Which machines are shown and in what order: the rule, and its place in the address so that a view can be sent to a colleague. */

import { isOutdated } from "../../../protocol/agent-version.ts";
import type { Machine } from "../../../protocol/rest/people.ts";
import { type OsFamily, osFamily } from "./os-family.ts";

export const MACHINE_STATES = ["online", "in-session", "offline"] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

export const MACHINE_SORTS = ["name", "state", "user", "os", "version", "seen"] as const;
export type MachineSort = (typeof MACHINE_SORTS)[number];

export const NO_GROUP = "none";

export type MachineFilter = {
  text: string;
  /** null: any. "online" includes those in a session. */
  state: MachineState | null;
  /** A machine must carry all of them. */
  tags: string[];
  os: OsFamily | null;
  /** An id, or `NO_GROUP`; null: any. */
  group: string | null;
  /** Only with an agent older than the server's. */
  isOutdated: boolean;
  sort: MachineSort;
  isDescending: boolean;
};

export const NO_FILTER: MachineFilter = {
  text: "",
  state: null,
  tags: [],
  os: null,
  group: null,
  isOutdated: false,
  sort: "state",
  isDescending: false,
};

const OS_FAMILIES: readonly OsFamily[] = ["linux", "windows", "macos", "other"];

/** Reads `?q=&state=&tag=&tag=&os=&group=&outdated=1&sort=-name`; what it does not know counts as not given. */
export function parseMachineFilter(search: string): MachineFilter {
  const query = new URLSearchParams(search);
  const sort = query.get("sort") ?? "";
  return {
    text: query.get("q") ?? "",
    state: MACHINE_STATES.find((state) => state === query.get("state")) ?? null,
    tags: [...new Set(query.getAll("tag").filter((tag) => tag !== ""))],
    os: OS_FAMILIES.find((os) => os === query.get("os")) ?? null,
    group: query.get("group") || null,
    isOutdated: query.get("outdated") === "1",
    sort: MACHINE_SORTS.find((name) => name === sort.replace(/^-/, "")) ?? NO_FILTER.sort,
    isDescending: sort.startsWith("-"),
  };
}

/** The reverse: "" where nothing differs from the plain list, else with its `?`. */
export function formatMachineFilter(filter: MachineFilter): string {
  const query = new URLSearchParams();
  if (filter.text) query.set("q", filter.text);
  if (filter.state) query.set("state", filter.state);
  for (const tag of filter.tags) query.append("tag", tag);
  if (filter.os) query.set("os", filter.os);
  if (filter.group) query.set("group", filter.group);
  if (filter.isOutdated) query.set("outdated", "1");
  if (filter.sort !== NO_FILTER.sort || filter.isDescending) {
    query.set("sort", `${filter.isDescending ? "-" : ""}${filter.sort}`);
  }
  const text = query.toString();
  return text && `?${text}`;
}

export function isFiltered(filter: MachineFilter): boolean {
  const { sort: _sort, isDescending: _order, ...narrowing } = filter;
  const { sort: _none, isDescending: _neither, ...open } = NO_FILTER;
  return JSON.stringify(narrowing) !== JSON.stringify(open);
}

/** All machines, in the order that was chosen. */
export function withoutFilter(filter: MachineFilter): MachineFilter {
  return { ...NO_FILTER, sort: filter.sort, isDescending: filter.isDescending };
}

export function machineState(machine: Machine): MachineState {
  if (!machine.online) return "offline";
  return machine.active_sessions.length > 0 ? "in-session" : "online";
}

export function selectMachines(
  machines: readonly Machine[],
  filter: MachineFilter,
  latest: string | null = null,
): Machine[] {
  return filterMachines(sortMachines(machines, filter), filter, latest);
}

/**
 * In the order that was chosen.
 * @param before how they stood last time: from there a list in which little changed is in order after one pass
 */
export function sortMachines(
  machines: readonly Machine[],
  { sort, isDescending }: Pick<MachineFilter, "sort" | "isDescending">,
  before: readonly Machine[] = [],
): Machine[] {
  const direction = isDescending ? -1 : 1;
  return inOrderOf(machines, before).sort((a, b) => direction * compareBy(sort, a, b) || compareNames(a, b));
}

function inOrderOf(machines: readonly Machine[], before: readonly Machine[]): Machine[] {
  if (before.length === 0) return [...machines];
  const present = new Map(machines.map((machine) => [machine.id, machine]));
  const known: Machine[] = [];
  for (const { id } of before) {
    const machine = present.get(id);
    if (machine) known.push(machine);
    present.delete(id);
  }
  return [...known, ...present.values()];
}

/** Those that fit, in the order given. */
export function filterMachines(machines: readonly Machine[], filter: MachineFilter, latest: string | null): Machine[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return machines.filter(
    (machine) =>
      matchesState(machine, filter.state) && matchesChoices(machine, filter, latest) && matchesText(machine, words),
  );
}

function matchesState(machine: Machine, state: MachineState | null): boolean {
  if (state === null) return true;
  return state === "online" ? machine.online : machineState(machine) === state;
}

function matchesChoices(machine: Machine, filter: MachineFilter, latest: string | null): boolean {
  if (filter.group !== null && (machine.group_id ?? NO_GROUP) !== filter.group) return false;
  if (filter.isOutdated && !isOutdated(machine.agent_version, latest)) return false;
  if (filter.os !== null && osFamily(machine.os) !== filter.os) return false;
  return filter.tags.every((tag) => machine.tags.includes(tag));
}

/** Every word must be somewhere a person would look for it. */
function matchesText(machine: Machine, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const haystack = haystackOf(machine);
  return words.every((word) => haystack.includes(word));
}

/** A machine that changes is another object: what was put together for it stays right for as long as it lives. */
const haystacks = new WeakMap<Machine, string>();

function haystackOf(machine: Machine): string {
  const known = haystacks.get(machine);
  if (known !== undefined) return known;
  const { name, hostname, logged_in_user, os, os_version, group_name, tags } = machine;
  const made = [name, hostname, logged_in_user, os, os_version, group_name, ...tags].join("\n").toLowerCase();
  haystacks.set(machine, made);
  return made;
}

const STATE_ORDER: Readonly<Record<MachineState, number>> = { "in-session": 0, online: 1, offline: 2 };
const names = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compareNames(a: Machine, b: Machine): number {
  return names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

function compareBy(sort: MachineSort, a: Machine, b: Machine): number {
  switch (sort) {
    case "name":
      return compareNames(a, b);
    case "state":
      return STATE_ORDER[machineState(a)] - STATE_ORDER[machineState(b)];
    case "user":
      // Nobody signed in comes last.
      return names.compare(a.logged_in_user ?? "\uffff", b.logged_in_user ?? "\uffff");
    case "os":
      return names.compare(`${a.os} ${a.os_version ?? ""}`, `${b.os} ${b.os_version ?? ""}`);
    case "version":
      return names.compare(a.agent_version, b.agent_version);
    case "seen":
      return (b.last_seen_at ?? "").localeCompare(a.last_seen_at ?? "");
  }
}

/** The tags in use, the most frequent first: what the tag filter offers. */
export function tagsInUse(machines: readonly Machine[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const machine of machines) {
    for (const tag of machine.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((a, b) => b.count - a.count || names.compare(a.tag, b.tag));
}
