/** What takes an act on many machines back, from how they were before it. */
import type { Machine } from "../../../protocol/rest/people.ts";
import type { BulkAct } from "../api/machine-bulk.ts";

export type BulkStep = { act: BulkAct; ids: string[] };

type Before = Pick<Machine, "id" | "tags" | "group_id">;

/** @param machines as they were before; empty: it cannot be taken back */
export function undoOf(act: BulkAct, machines: readonly Before[]): BulkStep[] {
  if (act.action === "tag") return undoTags(act, machines);
  if (act.action === "move") return undoMove(act, machines);
  return [];
}

function undoMove(act: Extract<BulkAct, { action: "move" }>, machines: readonly Before[]): BulkStep[] {
  const byGroup = new Map<string | null, string[]>();
  for (const { id, group_id } of machines) {
    if (group_id !== act.group_id) byGroup.set(group_id, [...(byGroup.get(group_id) ?? []), id]);
  }
  return [...byGroup].map(([group_id, ids]) => ({ act: { action: "move", group_id }, ids }));
}

/** Tag by tag: only those that did not carry it lose it again, and the reverse. */
function undoTags(act: Extract<BulkAct, { action: "tag" }>, machines: readonly Before[]): BulkStep[] {
  const idsWhere = (holds: (machine: Before) => boolean) => machines.filter(holds).map(({ id }) => id);
  const taken = act.add.map((tag) => ({
    act: { action: "tag", add: [], remove: [tag] } as const,
    ids: idsWhere(({ tags }) => !tags.includes(tag)),
  }));
  const given = act.remove
    .filter((tag) => !act.add.includes(tag))
    .map((tag) => ({
      act: { action: "tag", add: [tag], remove: [] } as const,
      ids: idsWhere(({ tags }) => tags.includes(tag)),
    }));
  return [...taken, ...given]
    .map(({ act: step, ids }) => ({ act: { ...step, add: [...step.add], remove: [...step.remove] }, ids }))
    .filter(({ ids }) => ids.length > 0);
}
