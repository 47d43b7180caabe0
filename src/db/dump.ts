/**
 * All tables as lines of JSON, one file each, and back: the same text from and into PostgreSQL and the embedded database. Rows
 * are read by a cursor and written in batches, so that their number does not matter.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { StartFailure } from "../lib/start-failure.ts";
import type { Database, Transaction } from "./database.ts";

export type TableDump = { name: string; rows: number };

/** Well below what a statement may take. */
const BATCH_ROWS = 500;
/** Told by the migrations themselves. */
const MIGRATIONS = "schema_migrations";

/** As all tables are at one moment. @returns what was written into `directory`, as `<table>.jsonl`, and the migrations so far */
export function dumpTables(db: Database, directory: string): Promise<{ tables: TableDump[]; migrations: string[] }> {
  return db.transaction(
    async (tx) => {
      const tables: TableDump[] = [];
      for (const name of await tableNames(tx)) tables.push({ name, rows: await dumpTable(tx, name, directory) });
      const applied = await rowsOf(tx, sql`select name from ${sql.identifier(MIGRATIONS)} order by name`);
      return { tables, migrations: applied.map((row) => String(row.name)) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function dumpTable(tx: Transaction, name: string, directory: string): Promise<number> {
  const file = createWriteStream(join(directory, `${name}.jsonl`), { mode: 0o600 });
  let count = 0;
  await tx.execute(
    sql`declare dumped no scroll cursor for select row_to_json(t)::text as line from ${sql.identifier(name)} t`,
  );
  for (;;) {
    const rows = await rowsOf(tx, sql.raw(`fetch ${BATCH_ROWS} from dumped`));
    count += rows.length;
    const text = rows.map(({ line }) => `${line}\n`).join("");
    if (text && !file.write(text)) await new Promise<void>((resolve) => file.once("drain", resolve));
    if (rows.length < BATCH_ROWS) break;
  }
  await tx.execute(sql`close dumped`);
  file.end();
  await finished(file);
  return count;
}

/** Into tables that the same migrations have made, all or nothing. @throws StartFailure for a table that they have not */
export async function loadTables(db: Database, directory: string, tables: readonly TableDump[]): Promise<void> {
  await db.transaction(async (tx) => {
    // A name that is none of ours may be one of the database's own: "pg_authid" is who may do everything in it.
    const known = await tableNames(tx);
    const unknown = tables.find(({ name }) => !known.includes(name));
    if (unknown) throw new StartFailure(`The backup has a table ${unknown.name}, which this version does not know`);
    for (const name of await inOrderOfReferences(tx, tables)) {
      // What migrations have put there is in the file, too. The audit log can only grow, and no migration writes into it.
      if (name !== "audit_log") await tx.execute(sql`delete from ${sql.identifier(name)}`);
      for await (const lines of batchesOf(join(directory, `${name}.jsonl`))) {
        const table = sql.identifier(name);
        const rows = `[${lines.join(",")}]`;
        await tx.execute(
          sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${rows}::text::json)`,
        );
      }
    }
  });
}

async function* batchesOf(path: string): AsyncGenerator<string[]> {
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    lines.push(line);
    if (lines.length < BATCH_ROWS) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

/** What is referred to comes before what refers to it. */
async function inOrderOfReferences(tx: Transaction, tables: readonly TableDump[]): Promise<string[]> {
  const found = await rowsOf(
    tx,
    sql`select conrelid::regclass::text as source, confrelid::regclass::text as target from pg_constraint where contype = 'f'`,
  );
  const references = found.map(({ source, target }) => ({ from: plain(source), to: plain(target) }));
  const ordered: string[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    if (ordered.includes(name) || trail.includes(name)) return;
    for (const { from, to } of references) if (from === name) visit(to, [...trail, name]);
    ordered.push(name);
  };
  for (const { name } of tables) visit(name, []);
  return ordered.filter((name) => tables.some((table) => table.name === name));
}

async function tableNames(tx: Transaction): Promise<string[]> {
  const rows = await rowsOf(
    tx,
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => String(name)).filter((name) => name !== MIGRATIONS);
}

const plain = (name: unknown) =>
  String(name)
    .replaceAll('"', "")
    .replace(/^public\./, "");

/** The two drivers answer a plain statement in shapes of their own. */
async function rowsOf(
  tx: Transaction,
  query: Parameters<Transaction["execute"]>[0],
): Promise<Record<string, unknown>[]> {
  const answer: unknown = await tx.execute(query);
  const rows = typeof answer === "object" && answer !== null && "rows" in answer ? answer.rows : answer;
  return [...(rows as Iterable<Record<string, unknown>>)];
}
