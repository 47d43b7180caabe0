/** Brings the tables up to date: each SQL file of drizzle/ once, in the order of their names, each in its own transaction. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenDatabase, SqlRunner } from "./database.ts";

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL("../../drizzle", import.meta.url));

/** Of several servers that start at once one migrates; the others wait for its lock and find the work done. */
export async function migrate(database: OpenDatabase, directory: string = MIGRATIONS_DIRECTORY): Promise<void> {
  await database.exclusively(async (run) => {
    await run(`create table if not exists schema_migrations (
      name text primary key, applied_at timestamptz not null default now()
    )`);
    const rows = await run("select name from schema_migrations");
    const applied = new Set(rows.map((row) => row.name));
    const files = readdirSync(directory).filter((name) => name.endsWith(".sql"));
    for (const file of files.sort()) {
      if (!applied.has(file)) await apply(run, directory, file);
    }
  });
}

/** Files that are still to be applied, their order. */
export async function pendingMigrations(database: OpenDatabase): Promise<string[]> {
  let pending: string[] = [];
  await database.exclusively(async (run) => {
    const [table] = await run("select to_regclass('public.schema_migrations')::text as name");
    const rows = table?.name ? await run("select name from schema_migrations") : [];
    const applied = new Set(rows.map((row) => row.name));
    pending = readdirSync(MIGRATIONS_DIRECTORY).filter((name) => name.endsWith(".sql") && !applied.has(name));
  });
  return pending.sort();
}

async function apply(run: SqlRunner, directory: string, file: string): Promise<void> {
  const text = readFileSync(join(directory, file), "utf8");
  try {
    await run(
      `begin;\n${text}\n;insert into schema_migrations (name) values ('${file.replaceAll("'", "''")}');\ncommit;`,
    );
  } catch (error) {
    await run("rollback");
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
