/** For `/metrics`: how long the database takes to answer, and how many rows the audit log has. Null: it does not answer. */
import { max } from "drizzle-orm";
import { auditLog } from "../db/schema/audit-log.ts";
import type { ServiceContext } from "./context.ts";
import { failureOf } from "./failures.ts";

export type DatabaseMeasure = { seconds: number; auditRows: number };

export async function measureDatabase({ db }: Pick<ServiceContext, "db">): Promise<DatabaseMeasure | null> {
  const started = performance.now();
  try {
    // Positions have no gap: the last one is their number, and the index knows it.
    const [newest] = await db.select({ position: max(auditLog.position) }).from(auditLog);
    return { seconds: (performance.now() - started) / 1_000, auditRows: newest?.position ?? 0 };
  } catch (error) {
    if (failureOf(error)?.kind === "unavailable") return null;
    throw error;
  }
}
