/** `POST /api/waiting-machines/:id/accept`: from now on it is a machine like any other. */
import { and, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Machine } from "../../../protocol/rest/people.ts";
import type { acceptRequest } from "../../../protocol/rest/waiting-machines.ts";
import { machines } from "../../db/schema/machines.ts";
import { type Actor, permissionsOn, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { requireGroup } from "../machines/find-group.ts";
import { machineColumns } from "../machines/machine-record.ts";
import { shapeMachine } from "../machines/shape-machine.ts";

export async function acceptMachine(
  context: ServiceContext,
  actor: Actor,
  id: string,
  { name, group_id }: z.infer<typeof acceptRequest>,
): Promise<Machine> {
  requireAllowed(actor, "machines.accept", null);
  const person = personOf(actor);
  const machine = await context.db.transaction(async (tx) => {
    if (group_id) await requireGroup(tx, group_id);
    // Of two who accept at once one does.
    const [machine] = await tx
      .update(machines)
      .set({ quarantinedAt: null, name, groupId: group_id, updatedAt: context.now() })
      .where(and(eq(machines.id, id), isNotNull(machines.quarantinedAt)))
      .returning(machineColumns);
    if (!machine) throw notFound("waiting machine");
    const target = { kind: "machine", id, name: machine.name };
    const details = { hostname: machine.hostname, group_id: machine.groupId };
    await recordAudit(tx, actor, { action: "machine.accepted", target, details }, context.now());
    return machine;
  });
  context.events.publish({ type: "waiting_machines.changed" });
  context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  return shapeMachine(context, machine, permissionsOn(person, machine.groupId));
}
