/** Whether who asks with a machine's key is another one than the agent that is connected with it. */
import type { RegisterRequest } from "../../../protocol/rest/agent.ts";
import type { ServiceContext } from "../context.ts";

export function isCopy(
  { live }: Pick<ServiceContext, "live">,
  machineId: string,
  { hardware_id }: Pick<RegisterRequest, "hardware_id">,
): boolean {
  const connected = live.hardwareOf(machineId);
  return connected !== null && hardware_id !== undefined && connected !== hardware_id;
}
