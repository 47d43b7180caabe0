/** `POST /api/machines/bulk`: one act on many machines, each authorized on its own, each with a result and an audit row. */
import type { BulkAnswer, BulkRequest } from "../../../../protocol/rest/machine-bulk.ts";
import type { Actor } from "../../actor.ts";
import { requireAllowed } from "../../authorize.ts";
import type { ServiceContext } from "../../context.ts";
import type { Refused } from "./judge-machines.ts";
import { moveMachines } from "./move-machines.ts";
import { removeMachines } from "./remove-machines.ts";
import { tagMachines } from "./tag-machines.ts";
import { updateAgents } from "./update-agents.ts";
import { wakeMachines } from "./wake-machines.ts";

export async function bulkMachines(context: ServiceContext, actor: Actor, request: BulkRequest): Promise<BulkAnswer> {
  requireAllowed(actor, "machines.list", null);
  const ids = [...new Set(request.machine_ids)];
  const refused = await carryOut(context, actor, request, ids);
  noteForbidden(context, actor, request, refused);
  return {
    results: ids.map((machine_id) => {
      const failure = refused.get(machine_id);
      if (!failure) return { machine_id, ok: true };
      return { machine_id, ok: false, error: { code: failure.code, message: failure.message } };
    }),
  };
}

function carryOut(context: ServiceContext, actor: Actor, request: BulkRequest, ids: string[]): Promise<Refused> {
  switch (request.action) {
    case "tag":
      return tagMachines(context, actor, ids, request);
    case "move":
      return moveMachines(context, actor, ids, request.group_id);
    case "wake":
      return wakeMachines(context, actor, ids);
    case "update_agent":
      return updateAgents(context, actor, ids);
    case "remove":
      return removeMachines(context, actor, ids);
  }
}

/** The request as a whole is answered, so that nobody else puts on record what was not allowed in it. */
function noteForbidden(context: ServiceContext, actor: Actor, { action }: BulkRequest, refused: Refused): void {
  const forbidden = [...refused.values()].filter(({ kind }) => kind === "forbidden").length;
  if (forbidden === 0) return;
  const target = { kind: "request", id: null, name: `POST /api/machines/bulk (${action})` };
  context.refusals.note({ actor, action: "request.refused", target, details: { machines: forbidden } });
}
