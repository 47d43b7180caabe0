/** How many machines are here that came without a token: what `open_enrollment_max_machines` bounds. */
import { and, eq, isNotNull } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";

/**
 * As many as an administrator ever decides on. Whoever reaches a server with open enrollment can make machines: beyond this they
 * fill neither the disk nor the page.
 */
export const MAX_WAITING_OPENLY = 1_000;

/** Of those the ones that nobody has accepted yet. */
export async function countWaitingOpenly(db: Database | Transaction): Promise<number> {
  return db.$count(machines, and(eq(machines.isOpenlyEnrolled, true), isNotNull(machines.quarantinedAt)));
}

export async function countOpenlyEnrolled(db: Database | Transaction): Promise<number> {
  return db.$count(machines, and(eq(machines.isOpenlyEnrolled, true), eq(machines.isTemporary, false)));
}
