/** Many machines removed in one transaction: all that may go are gone, or none. */
import type { Actor } from "../../actor.ts";
import { requireAllowed } from "../../authorize.ts";
import type { ServiceContext } from "../../context.ts";
import { deleteMachines, tellRemoved } from "../delete-machines.ts";
import { judgeMachines, type Refused } from "./judge-machines.ts";

export async function removeMachines(context: ServiceContext, actor: Actor, ids: readonly string[]): Promise<Refused> {
  const { refused, removed } = await context.db.transaction(async (tx) => {
    const { allowed, refused } = await judgeMachines(tx, actor, ids, (machine) =>
      requireAllowed(actor, "machine.remove", machine, "machine"),
    );
    return { refused, removed: await deleteMachines(context, tx, actor, allowed) };
  });
  tellRemoved(context, removed);
  return refused;
}
