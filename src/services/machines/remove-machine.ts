/** `DELETE /api/machines/:id`: its key is void, its live sessions end; the history of its sessions stays. */
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { deleteMachines, tellRemoved } from "./delete-machines.ts";
import { findMachine } from "./find-machine.ts";

export async function removeMachine(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "machines.list", null);
  const removed = await context.db.transaction(async (tx) => {
    const machine = await findMachine(tx, id);
    requireAllowed(actor, "machine.see", machine, "machine");
    requireAllowed(actor, "machine.remove", machine, "machine");
    return deleteMachines(context, tx, actor, [machine]);
  });
  tellRemoved(context, removed);
}
