/** Tags put on many machines, and taken off them. */
import { sql } from "drizzle-orm";
import { MAX_TAGS } from "../../../../protocol/limits.ts";
import { machines } from "../../../db/schema/machines.ts";
import type { Actor } from "../../actor.ts";
import { recordAudits } from "../../audit/record.ts";
import { requireAllowed } from "../../authorize.ts";
import type { ServiceContext } from "../../context.ts";
import { ServiceFailure } from "../../failures.ts";
import { judgeMachines, type Refused, readMachines, targetOf } from "./judge-machines.ts";

type TagChange = { add: readonly string[]; remove: readonly string[] };

export async function tagMachines(
  context: ServiceContext,
  actor: Actor,
  ids: readonly string[],
  change: TagChange,
): Promise<Refused> {
  const { refused, changed } = await context.db.transaction(async (tx) => {
    const { allowed, refused } = await judgeMachines(tx, actor, ids, (machine) => {
      requireAllowed(actor, "machine.change", machine, "machine");
      if (tagsAfter(machine.tags, change).length > MAX_TAGS) throw tooManyTags();
    });
    const wanted = allowed
      .map(({ id, tags }) => ({ id, before: tags, tags: tagsAfter(tags, change) }))
      .filter(({ before, tags }) => !Bun.deepEquals(before, tags));
    if (wanted.length === 0) return { refused, changed: [] };
    await tx.execute(sql`
      update ${machines} set updated_at = ${context.now().toISOString()}::timestamptz,
        tags = array(select jsonb_array_elements_text(wanted.tags))
      from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as wanted(id uuid, tags jsonb)
      where machines.id = wanted.id`);
    const changed = await readMachines(
      tx,
      wanted.map(({ id }) => id),
    );
    const details = { changed: ["tags"], add: change.add, remove: change.remove };
    const entries = changed.map((machine) => ({
      action: "machine.changed" as const,
      target: targetOf(machine),
      details,
    }));
    await recordAudits(tx, actor, entries, context.now());
    return { refused, changed };
  });
  for (const machine of changed) {
    context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  }
  return refused;
}

function tagsAfter(tags: readonly string[], { add, remove }: TagChange): string[] {
  return [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])];
}

function tooManyTags(): ServiceFailure {
  return new ServiceFailure("invalid_request", `a machine carries at most ${MAX_TAGS} tags: take some off first`, {
    code: "too_many_tags",
  });
}
