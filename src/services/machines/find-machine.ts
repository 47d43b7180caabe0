/** One machine by id; what nobody may know of is not found. */
import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { notFound } from "../failures.ts";
import { type MachineRecord, machineColumns } from "./machine-record.ts";

/** There for more than a visit, and accepted: the others are in no list. */
export const isKnown = and(eq(machines.isTemporary, false), isNull(machines.quarantinedAt));

/** Not found are one that is there for a visit, to which only its code or its link leads, and one that waits to be accepted. @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findMachine(db: Database | Transaction, id: string): Promise<MachineRecord> {
  const [record] = await db
    .select(machineColumns)
    .from(machines)
    .where(and(eq(machines.id, id), isKnown));
  if (!record) throw notFound("machine");
  return record;
}
