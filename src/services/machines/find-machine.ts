/** One machine by id; what nobody may know of is not found. */
import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { notFound } from "../failures.ts";
import { type MachineRecord, machineColumns } from "./machine-record.ts";

/** One that is there for a visit is not found: only its code or its link leads to it. @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findMachine(db: Database | Transaction, id: string): Promise<MachineRecord> {
  const [record] = await db
    .select(machineColumns)
    .from(machines)
    .where(and(eq(machines.id, id), eq(machines.isTemporary, false)));
  if (!record) throw notFound("machine");
  return record;
}
