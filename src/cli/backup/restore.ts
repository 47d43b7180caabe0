/** `restore`: a backup into an empty installation; with `force`, what is there is moved aside first. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { OpenDatabase } from "../../db/database.ts";
import { loadTables } from "../../db/dump.ts";
import { MIGRATIONS_DIRECTORY, migrate } from "../../db/migrate.ts";
import { openUnmigrated } from "../../db/open.ts";
import { StartFailure } from "../../lib/start-failure.ts";
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

/** @throws StartFailure */
export async function restore({ file, dataDirectory, databaseUrl, isForced }: RestoreOptions): Promise<Restored> {
  const folder = mkdtempSync(join(dataDirectory, ".restore-"));
  try {
    const manifest = await readBackup(file, folder);
    requireKnownMigrations(manifest);
    const aside = `before-restore-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
    const movedFiles = moveFilesAside({ dataDirectory, aside, isForced, manifest });
    const database = await openUnmigrated({ dataDirectory, databaseUrl });
    try {
      const movedTables = await moveTablesAside(database, aside, isForced);
      const auditRows = await load(database, folder, manifest);
      for (const { name } of manifest.files.filter(({ name }) => name.startsWith("data/"))) {
        copyFileSync(join(folder, name), join(dataDirectory, name.slice("data/".length)));
      }
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      return { manifest, rows, auditRows, movedTo: movedFiles || movedTables ? aside : null };
    } finally {
      await database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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

type Moving = { dataDirectory: string; aside: string; isForced: boolean; manifest: Manifest };

/** The embedded database and the secrets. */
function moveFilesAside({ dataDirectory, aside, isForced, manifest }: Moving): boolean {
  const secrets = manifest.files.filter(({ name }) => name.startsWith("data/")).map(({ name }) => name.slice(5));
  const present = ["db", ...secrets].filter((name) => existsSync(join(dataDirectory, name)));
  if (present.length === 0) return false;
  if (!isForced) {
    throw new StartFailure(
      `DATA_DIR ${dataDirectory} is not empty (${present.join(", ")}): choose another, or move it aside with --force`,
    );
  }
  mkdirSync(join(dataDirectory, aside), { mode: 0o700 });
  for (const name of present) renameSync(join(dataDirectory, name), join(dataDirectory, aside, name));
  return true;
}

/** In PostgreSQL they stay as a schema of that name. */
async function moveTablesAside(database: OpenDatabase, aside: string, isForced: boolean): Promise<boolean> {
  if (database.kind === "embedded") return false;
  let hasTables = false;
  await database.exclusively(async (run) => {
    const [found] = await run("select count(*)::int as count from pg_tables where schemaname = 'public'");
    hasTables = Number(found?.count) > 0;
    if (!hasTables) return;
    if (!isForced) {
      throw new StartFailure(
        "The database of DATABASE_URL is not empty: choose another, or move it aside with --force",
      );
    }
    const name = aside.replaceAll("-", "_");
    await run(`begin; alter schema public rename to "${name}"; create schema public; commit;`);
  });
  return hasTables;
}
