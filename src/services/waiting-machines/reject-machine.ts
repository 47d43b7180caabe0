/** `DELETE /api/waiting-machines/:id`: it is gone and its key is void; its agent does not come back by itself. */
import { and, eq, isNotNull } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";

export async function rejectMachine(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "machines.accept", null);
  await context.db.transaction(async (tx) => {
    const [machine] = await tx
      .delete(machines)
      .where(and(eq(machines.id, id), isNotNull(machines.quarantinedAt)))
      .returning({ name: machines.name, hostname: machines.hostname });
    if (!machine) throw notFound("waiting machine");
    const target = { kind: "machine", id, name: machine.name };
    const details = { hostname: machine.hostname };
    await recordAudit(tx, actor, { action: "machine.rejected", target, details }, context.now());
  });
  context.live.dropMachine(id);
  context.presence.forget(id);
  context.events.publish({ type: "waiting_machines.changed" });
}
