/** Of many machines, those that something may be done with, locked until the transaction ends; and why not with the others. */
import { and, asc, inArray } from "drizzle-orm";
import type { Transaction } from "../../../db/database.ts";
import { machines } from "../../../db/schema/machines.ts";
import type { Actor } from "../../actor.ts";
import { requireAllowed } from "../../authorize.ts";
import { notFound, ServiceFailure } from "../../failures.ts";
import { isKnown } from "../find-machine.ts";
import { type MachineRecord, machineColumns } from "../machine-record.ts";

/** What was refused, by machine; what is not named was done. */
export type Refused = ReadonlyMap<string, ServiceFailure>;

export type Judged = { allowed: MachineRecord[]; refused: Map<string, ServiceFailure> };

/** @param demand throws ServiceFailure where this machine is not to be changed */
export async function judgeMachines(
  tx: Transaction,
  actor: Actor,
  ids: readonly string[],
  demand: (machine: MachineRecord) => void,
): Promise<Judged> {
  const rows = await tx
    .select(machineColumns)
    .from(machines)
    .where(and(inArray(machines.id, [...ids]), isKnown))
    // One order for all: two acts on the same machines wait for one another instead of for ever.
    .orderBy(asc(machines.id))
    .for("update");
  const found = new Map(rows.map((row) => [row.id, row]));
  const judged: Judged = { allowed: [], refused: new Map() };
  for (const id of ids) {
    const machine = found.get(id);
    const failure = machine ? refusalOf(actor, machine, demand) : notFound("machine");
    if (failure) judged.refused.set(id, failure);
    else if (machine) judged.allowed.push(machine);
  }
  return judged;
}

function refusalOf(
  actor: Actor,
  machine: MachineRecord,
  demand: (machine: MachineRecord) => void,
): ServiceFailure | null {
  try {
    requireAllowed(actor, "machine.see", machine, "machine");
    demand(machine);
    return null;
  } catch (failure) {
    if (failure instanceof ServiceFailure) return failure;
    throw failure;
  }
}

/** How they are now. */
export function readMachines(tx: Transaction, ids: readonly string[]): Promise<MachineRecord[]> {
  return tx
    .select(machineColumns)
    .from(machines)
    .where(inArray(machines.id, [...ids]));
}

export const targetOf = (machine: MachineRecord) => ({ kind: "machine", id: machine.id, name: machine.name });
