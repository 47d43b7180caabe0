/** `restore`: a backup into an empty installation; with `force`, what is there is moved aside first. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { OpenDatabase } from "../../db/database.ts";
import { loadTables } from "../../db/dump.ts";
import { MIGRATIONS_DIRECTORY, migrate } from "../../db/migrate.ts";
import { openUnmigrated } from "../../db/open.ts";
import { reasonOf, StartFailure } from "../../lib/start-failure.ts";
import { readChain } from "../../services/audit/verify-audit.ts";
import type { Manifest } from "./manifest.ts";
import { readBackup } from "./read-backup.ts";

export type RestoreOptions = {
  file: string;
  /** Prepared, and locked by the caller. */
  dataDirectory: string;
  databaseUrl?: string;
  isForced: boolean;
};

export type Restored = { manifest: Manifest; rows: number; auditRows: number; movedTo: string | null };

/** Whole or not at all: what fails leaves the installation as it was. @throws StartFailure */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { file, dataDirectory } = options;
  const folder = mkdtempSync(join(dataDirectory, ".restore-"));
  const back: PutBack[] = [];
  try {
    const manifest = await readBackup(file, folder);
    requireKnownMigrations(manifest);
    return await replace(options, { folder, manifest }, back);
  } catch (error) {
    await putBack(back, error);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undoes one step of a restore that failed. */
type PutBack = () => void | Promise<void>;

/** @throws StartFailure with both reasons */
async function putBack(back: readonly PutBack[], error: unknown): Promise<void> {
  try {
    for (const step of back.toReversed()) await step();
  } catch (failure) {
    throw new StartFailure(`${reasonOf(error)}. And what was there could not be put back: ${reasonOf(failure)}`);
  }
}

async function replace(
  { dataDirectory, databaseUrl, isForced }: RestoreOptions,
  { folder, manifest }: { folder: string; manifest: Manifest },
  back: PutBack[],
): Promise<Restored> {
  const aside = `before-restore-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  const movedFiles = moveFilesAside({ dataDirectory, aside, isForced, manifest, back });
  const database = await openUnmigrated({ dataDirectory, databaseUrl });
  // In their reverse order: the tables while the database is open, the files once it is closed.
  back.push(() => database.close());
  const movedTables = await moveTablesAside(database, aside, isForced, back);
  const auditRows = await load(database, folder, manifest);
  for (const name of secretsOf(manifest)) copyFileSync(join(folder, "data", name), join(dataDirectory, name));
  await database.close();
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return { manifest, rows, auditRows, movedTo: movedFiles || movedTables ? aside : null };
}

const secretsOf = ({ files }: Manifest): string[] =>
  files.filter(({ name }) => name.startsWith("data/")).map(({ name }) => name.slice("data/".length));

/** Tables as they were when the backup was made, its rows, then what has changed of tables since. */
async function load(database: OpenDatabase, folder: string, manifest: Manifest): Promise<number> {
  const then = join(folder, "migrations");
  mkdirSync(then);
  for (const name of manifest.migrations) copyFileSync(join(MIGRATIONS_DIRECTORY, name), join(then, name));
  await migrate(database, then);
  await loadTables(database.db, join(folder, "tables"), manifest.tables);
  await migrate(database);
  const chain = await readChain({ db: database.db, now: () => new Date() });
  if (!chain.ok) {
    throw new StartFailure(`The audit log of the backup is broken at row ${chain.first_broken_id}: it was changed`);
  }
  return chain.count;
}

function requireKnownMigrations({ migrations, app_version }: Manifest): void {
  const known = new Set(readdirSync(MIGRATIONS_DIRECTORY));
  const unknown = migrations.find((name) => !known.has(name));
  if (!unknown) return;
  throw new StartFailure(`The backup is of version ${app_version}, whose tables this one does not know: upgrade first`);
}

type Moving = { dataDirectory: string; aside: string; isForced: boolean; manifest: Manifest; back: PutBack[] };

/** The embedded database and the secrets. */
function moveFilesAside({ dataDirectory, aside, isForced, manifest, back }: Moving): boolean {
  const names = ["db", ...secretsOf(manifest)];
  const present = names.filter((name) => existsSync(join(dataDirectory, name)));
  const removeNew = () => {
    for (const name of names) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  };
  if (present.length === 0) {
    back.push(removeNew);
    return false;
  }
  if (!isForced) {
    throw new StartFailure(
      `DATA_DIR ${dataDirectory} is not empty (${present.join(", ")}): choose another, or move it aside with --force`,
    );
  }
  mkdirSync(join(dataDirectory, aside), { mode: 0o700 });
  for (const name of present) renameSync(join(dataDirectory, name), join(dataDirectory, aside, name));
  back.push(() => {
    removeNew();
    for (const name of present) renameSync(join(dataDirectory, aside, name), join(dataDirectory, name));
    rmdirSync(join(dataDirectory, aside));
  });
  return true;
}

/** In PostgreSQL they stay as a schema of that name. */
async function moveTablesAside(
  database: OpenDatabase,
  aside: string,
  isForced: boolean,
  back: PutBack[],
): Promise<boolean> {
  if (database.kind === "embedded") return false;
  const name = aside.replaceAll("-", "_");
  const publicTables = "select tablename as name from pg_tables where schemaname = 'public'";
  let hasTables = false;
  await database.exclusively(async (run) => {
    hasTables = (await run(publicTables)).length > 0;
    if (!hasTables) return;
    if (!isForced) {
      throw new StartFailure(
        "The database of DATABASE_URL is not empty: choose another, or move it aside with --force",
      );
    }
    await run(`begin; alter schema public rename to "${name}"; create schema public; commit;`);
  });
  // Where there were no tables the schema is not ours to drop: an extension may live in it.
  if (hasTables) {
    back.push(() =>
      database.exclusively(async (run) => {
        await run(`begin; drop schema public cascade; alter schema "${name}" rename to public; commit;`);
      }),
    );
  } else {
    back.push(() =>
      database.exclusively(async (run) => {
        const tables = (await run(publicTables)).map((row) => `"${String(row.name)}"`);
        if (tables.length > 0) await run(`drop table ${tables.join(", ")} cascade`);
        // Of the migrations' own, beside the tables.
        await run("drop function if exists refuse_audit_change()");
      }),
    );
  }
  return hasTables;
}
