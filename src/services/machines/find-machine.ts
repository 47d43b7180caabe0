/** One machine by id; what nobody may know of is not found. */
import { eq } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { notFound } from "../failures.ts";
import { type MachineRecord, machineColumns } from "./machine-record.ts";

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findMachine(db: Database | Transaction, id: string): Promise<MachineRecord> {
  const [record] = await db.select(machineColumns).from(machines).where(eq(machines.id, id));
  if (!record) throw notFound("machine");
  return record;
}
