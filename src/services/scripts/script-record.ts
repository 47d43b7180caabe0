/** A saved script as services read it, with its author's name, and as people see it. */
import { eq, getTableColumns } from "drizzle-orm";
import type { SavedScript } from "../../../protocol/rest/scripts.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { type ScriptRow, scripts } from "../../db/schema/scripts.ts";
import { users } from "../../db/schema/users.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { notFound } from "../failures.ts";

export type ScriptRecord = ScriptRow & { authorName: string | null };

export function selectScripts(db: Database | Transaction) {
  return db
    .select({ ...getTableColumns(scripts), authorName: users.name })
    .from(scripts)
    .leftJoin(users, eq(users.id, scripts.createdBy))
    .$dynamic();
}

/** @throws ServiceFailure (`not_found`); the caller authorizes */
export async function findScript(db: Database | Transaction, id: string): Promise<ScriptRecord> {
  const [record] = await selectScripts(db).where(eq(scripts.id, id));
  if (!record) throw notFound("script");
  return record;
}

export function shapeScript(actor: Actor, record: ScriptRecord): SavedScript {
  const { createdBy, authorName } = record;
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    shell: record.shell,
    script: record.script,
    timeout_s: record.timeoutS,
    parameters: record.parameters,
    created_by: createdBy && authorName !== null ? { id: createdBy, name: authorName } : null,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    may_change: authorize(actor, "script.change", record) === "allowed",
  };
}
