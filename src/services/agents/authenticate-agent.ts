/** Whether an access key is this machine's: for the relay's door and for the agent's own routes. */
import { and, eq } from "drizzle-orm";
import { machines } from "../../db/schema/machines.ts";
import type { Agent } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { type MachineRecord, machineColumns } from "../machines/machine-record.ts";

type Needs = Pick<ServiceContext, "db" | "keys">;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The keyed hash is what is compared, by the index: its timing tells nothing of the key. null for any mismatch. */
export async function findByAccessKey(
  context: Needs,
  machineId: string,
  accessKey: string,
): Promise<MachineRecord | null> {
  // What is no id is in no table, and the database would call it a fault.
  if (!UUID.test(machineId)) return null;
  const accessKeyHash = context.keys.hashToken("access_key", accessKey);
  const [machine] = await context.db
    .select(machineColumns)
    .from(machines)
    .where(and(eq(machines.id, machineId), eq(machines.accessKeyHash, accessKeyHash)));
  return machine ?? null;
}

/** As `AgentIdentity` of src/relay/ports.ts. */
export async function authenticateAgent(context: Needs, machineId: string, accessKey: string) {
  const machine = await findByAccessKey(context, machineId, accessKey);
  if (!machine) return null;
  const { id, name, macAddresses, hardwareId } = machine;
  return { machineId: id, name, canWake: macAddresses.length > 0, hardwareId };
}

/** For the agent's routes: an agent and its machine. */
export async function resolveAgent(
  context: Needs,
  machineId: string,
  accessKey: string,
  address: string | null,
): Promise<{ agent: Agent; machine: MachineRecord } | null> {
  const machine = await findByAccessKey(context, machineId, accessKey);
  return machine && { agent: { kind: "agent", machineId: machine.id, name: machine.name, address }, machine };
}
