/** Tells of rows of the audit log once they are there for good: a row belongs to its transaction, and so may still be taken back. */
import type { Database, Transaction } from "../../db/database.ts";
import type { AuditRow } from "../../db/schema/audit-log.ts";

const recorded = new WeakMap<Transaction, AuditRow[]>();

export function noteRecorded(tx: Transaction, row: AuditRow): void {
  const rows = recorded.get(tx);
  if (rows) rows.push(row);
  else recorded.set(tx, [row]);
}

/** The same database; `announce` hears of what its transactions have recorded, after each one's commit. */
export function announcing(db: Database, announce: (row: AuditRow) => void): Database {
  const heard: Database = Object.create(db);
  heard.transaction = async (work, config) => {
    let own: Transaction | undefined;
    const result = await db.transaction((tx) => {
      own = tx;
      return work(tx);
    }, config);
    if (own) recorded.get(own)?.forEach(announce);
    return result;
  };
  return heard;
}
