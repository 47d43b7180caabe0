/** Moves machines into a group or out of any, a few at a time; what could not be moved stays where it is. */
import type { QueryClient } from "@tanstack/solid-query";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { updateMachine } from "../../api/machines.ts";
import { queryKeys } from "../../api/query-keys.ts";

/** A browser has six connections to a server. */
const AT_ONCE = 4;

/** `failure`: the first of those that failed. */
export async function moveMachines(
  client: QueryClient,
  machines: readonly Machine[],
  groupId: string | null,
): Promise<{ moved: Machine[]; failure: unknown }> {
  const moved: Machine[] = [];
  let failure: unknown;
  for (let at = 0; at < machines.length; at += AT_ONCE) {
    const part = machines.slice(at, at + AT_ONCE);
    const outcomes = await Promise.allSettled(part.map(({ id }) => updateMachine(id, { group_id: groupId })));
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") moved.push(outcome.value);
      else failure ??= outcome.reason;
    }
  }
  const byId = new Map(moved.map((machine) => [machine.id, machine]));
  client.setQueryData<Machine[]>(queryKeys.machines, (list) => list?.map((one) => byId.get(one.id) ?? one));
  return { moved, failure };
}
