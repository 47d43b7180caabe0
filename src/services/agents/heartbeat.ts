/** `POST /api/agent/heartbeat`: the agent tells of its machine and hears of updates. */
import type { HeartbeatRequest, HeartbeatResponse } from "../../../protocol/rest/agent.ts";
import type { ServiceContext } from "../context.ts";
import type { MachineRecord } from "../machines/machine-record.ts";
import { applyAgentFacts } from "./apply-agent-facts.ts";
import { isCopy } from "./is-copy.ts";
import { offerUpdate } from "./offer-update.ts";

export async function heartbeat(
  context: ServiceContext,
  machine: MachineRecord,
  request: HeartbeatRequest,
  client: { address: string | null; origin: string },
): Promise<HeartbeatResponse> {
  // A copy's first one leaves before the relay has told it what it is.
  if (!isCopy(context, machine.id, request)) {
    context.presence.agentSeen(machine.id);
    await applyAgentFacts(context, machine, request, client);
  }
  const update = await offerUpdate(context, machine, request, client.origin);
  return { server_time: context.now().toISOString(), update };
}
