/** `PATCH /api/machines/:id`: name, tags, notes, group. */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Machine, machinePatch } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import { type Actor, permissionsOn } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { recheckViewers } from "../sessions/recheck-viewers.ts";
import { requireGroup } from "./find-group.ts";
import { findMachine } from "./find-machine.ts";
import { machineColumns } from "./machine-record.ts";
import { shapeMachine } from "./shape-machine.ts";

export async function updateMachine(
  context: ServiceContext,
  actor: Actor,
  id: string,
  patch: z.infer<typeof machinePatch>,
): Promise<Machine> {
  requireAllowed(actor, "machines.list", null);
  const { before, after } = await context.db.transaction(async (tx) => {
    // Of two who write at once, the second sees what the first wrote.
    await tx.select({ id: machines.id }).from(machines).where(eq(machines.id, id)).for("update");
    const before = await findMachine(tx, id);
    requireAllowed(actor, "machine.see", before, "machine");
    requireAllowed(actor, "machine.change", before, "machine");
    const { name, tags, notes, group_id } = patch;
    requireSameNotes(before, patch);
    if (group_id !== undefined && group_id !== before.groupId) {
      requireAllowed(actor, "machine.move", { ...before, toGroupId: group_id }, "machine");
      if (group_id !== null) await requireGroup(tx, group_id);
    }
    const changes = { name, tags: tags && [...new Set(tags)], notes, groupId: group_id, updatedAt: context.now() };
    const [after] = await tx.update(machines).set(changes).where(eq(machines.id, id)).returning(machineColumns);
    if (!after) throw new ServiceFailure("conflict", "the machine was removed meanwhile");
    const target = { kind: "machine", id, name: after.name };
    const details = { changed: changedBy(patch), ...(group_id !== undefined && { group_id }) };
    await recordAudit(tx, actor, { action: "machine.changed", target, details }, context.now());
    return { before, after };
  });
  context.events.publish({ type: "machine.updated", machine: after, previousGroupId: before.groupId });
  // Who no longer reaches it, or not as far, is put out of its live sessions.
  if (before.groupId !== after.groupId) await recheckViewers(context);
  return shapeMachine(context, after, actor.kind === "user" ? permissionsOn(actor, after.groupId) : []);
}

type Patch = z.infer<typeof machinePatch>;

/** What somebody else wrote meanwhile is not lost without a word. */
function requireSameNotes(machine: { notes: string }, { notes, notes_before }: Patch): void {
  if (notes === undefined || notes_before === undefined || machine.notes === notes_before) return;
  if (machine.notes === notes) return;
  throw new ServiceFailure("conflict", "somebody else changed the notes meanwhile: look at theirs first", {
    code: "notes_changed",
    details: { notes: machine.notes },
  });
}

function changedBy(patch: Patch): string[] {
  return Object.keys(patch).filter((name) => name !== "notes_before");
}
