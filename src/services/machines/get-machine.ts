/** `GET /api/machines/:id`. */
import type { Machine } from "../../../protocol/rest/people.ts";
import { type Actor, permissionsOn } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findMachine } from "./find-machine.ts";
import { shapeMachine } from "./shape-machine.ts";

export async function getMachine(context: ServiceContext, actor: Actor, id: string): Promise<Machine> {
  requireAllowed(actor, "machines.list", null);
  const record = await findMachine(context.db, id);
  requireAllowed(actor, "machine.see", record, "machine");
  return shapeMachine(context, record, actor.kind === "user" ? permissionsOn(actor, record.groupId) : []);
}
