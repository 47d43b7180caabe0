/** What fits the words in the palette: pages and actions by their names, machines by theirs, and "verb machine" as it is said. */
import type { Machine } from "../../../../protocol/rest/people.ts";
import { type Rankable, rank } from "./rank.ts";

export type Verb = "connect" | "open" | "view" | "terminal" | "files" | "wake" | "edit" | "notes";

/** Whether it can be done with the machine now, by who asks. */
const POSSIBLE: Readonly<Record<Verb, (machine: Machine) => boolean>> = {
  connect: ({ online, permissions }) => online && permissions.includes("view"),
  open: () => true,
  view: ({ online, permissions }) => online && permissions.includes("view"),
  terminal: ({ online, permissions }) => online && permissions.includes("view") && permissions.includes("terminal"),
  files: ({ online, permissions }) => online && permissions.includes("view") && permissions.includes("files_read"),
  wake: ({ online, permissions, mac_addresses }) => !online && mac_addresses.length > 0 && permissions.includes("wake"),
  edit: ({ permissions }) => permissions.includes("manage"),
  notes: () => true,
};
const VERBS = Object.keys(POSSIBLE) as Verb[];

export const isPossible = (verb: Verb, machine: Machine): boolean => POSSIBLE[verb](machine);

/** Two letters are the beginning of too many names. */
const SHORTEST_VERB = 3;
/** Who says what is to be done means that, not a machine of that name. */
const VERB_BONUS = 100;

export type Found<Fixed> = { fixed: Fixed } | { verb: Verb; machine: Machine };

export function findCommands<Fixed extends Rankable>(
  fixed: readonly Fixed[],
  machines: readonly Machine[],
  query: string,
  limit: number,
): Found<Fixed>[] {
  const ranked: { found: Found<Fixed>; points: number }[] = [];
  for (const { item, points } of rank(fixed, query, limit, (one) => one))
    ranked.push({ found: { fixed: item }, points });
  for (const { item: machine, points } of rank(machines, query, limit, rankableOf)) {
    if (isPossible("connect", machine)) ranked.push({ found: { verb: "connect", machine }, points });
    ranked.push({ found: { verb: "open", machine }, points: points - 0.1 });
  }
  const spoken = readVerb(query);
  if (spoken) {
    const able = machines.filter((machine) => isPossible(spoken.verb, machine));
    for (const { item: machine, points } of rank(able, spoken.rest, limit, rankableOf)) {
      ranked.push({ found: { verb: spoken.verb, machine }, points: points + VERB_BONUS });
    }
  }
  return ranked
    .sort((a, b) => b.points - a.points)
    .slice(0, limit)
    .map(({ found }) => found);
}

/** "term web" is a terminal on web-01; null where the first word is no verb. */
export function readVerb(query: string): { verb: Verb; rest: string } | null {
  const [first = "", ...others] = query.trim().toLowerCase().split(/\s+/);
  const rest = others.filter((word, index) => !(index === 0 && (word === "to" || word === "on"))).join(" ");
  if (first.length < SHORTEST_VERB || rest === "") return null;
  const verb = VERBS.find((name) => name.startsWith(first));
  return verb ? { verb, rest } : null;
}

/** A machine that changes is another object: what was put together for it stays right for as long as it lives. */
const rankables = new WeakMap<Machine, Rankable>();

function rankableOf(machine: Machine): Rankable {
  const known = rankables.get(machine);
  if (known) return known;
  const { name, hostname, tags, logged_in_user, group_name } = machine;
  const keywords = [hostname, ...tags, logged_in_user ?? "", group_name ?? ""].join(" ").toLowerCase();
  const made = { label: name.toLowerCase(), keywords };
  rankables.set(machine, made);
  return made;
}
