/** A support link as services read it: with the name of the computer that came by it. */
import { eq, getTableColumns, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "../../db/database.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { type SupportLinkRow, supportLinks } from "../../db/schema/support-links.ts";
import { notFound } from "../failures.ts";

export type LinkRecord = Omit<SupportLinkRow, "tokenHash" | "codeHash"> & { machineName: string | null };

const { tokenHash: _token, codeHash: _code, ...readable } = getTableColumns(supportLinks);

export async function selectLinks(db: Database | Transaction, condition: SQL | undefined): Promise<LinkRecord[]> {
  const rows = await db
    .select({ ...readable, present: machines.name, past: sessions.machineName })
    .from(supportLinks)
    .leftJoin(machines, eq(machines.id, supportLinks.machineId))
    .leftJoin(sessions, eq(sessions.id, supportLinks.sessionId))
    .where(condition);
  // The machine goes with the visit; its session's history keeps the name.
  return rows.map(({ present, past, ...link }) => ({ ...link, machineName: present ?? past }));
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findLink(db: Database | Transaction, id: string): Promise<LinkRecord> {
  const [link] = await selectLinks(db, eq(supportLinks.id, id));
  if (!link) throw notFound("support link");
  return link;
}
