/** `POST /api/agent/heartbeat`: the agent tells of its machine and hears of updates. */
import type { HeartbeatRequest, HeartbeatResponse } from "../../../protocol/rest/agent.ts";
import type { ServiceContext } from "../context.ts";
import type { MachineRecord } from "../machines/machine-record.ts";
import { applyAgentFacts } from "./apply-agent-facts.ts";

export async function heartbeat(
  context: ServiceContext,
  machine: MachineRecord,
  request: HeartbeatRequest,
): Promise<HeartbeatResponse> {
  context.presence.agentSeen(machine.id);
  await applyAgentFacts(context, machine, request);
  return { server_time: context.now().toISOString(), update: null };
}
