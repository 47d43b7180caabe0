/** How many machines are here that came without a token: what `open_enrollment_max_machines` bounds. */
import { and, count, eq } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";

export async function countOpenlyEnrolled(db: Database | Transaction): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(machines)
    .where(and(eq(machines.isOpenlyEnrolled, true), eq(machines.isTemporary, false)));
  return row?.count ?? 0;
}
