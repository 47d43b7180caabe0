/** A backup as a stream (.tar.gz): first all tables at one moment into a folder, then manifest, tables and the server's secrets. */
import { createReadStream, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import packageJson from "../../../package.json";
import { dumpTables } from "../../db/dump.ts";
import { OPERATOR } from "../../services/administration/operator.ts";
import { recordAudit } from "../../services/audit/record.ts";
import type { ServiceContext } from "../../services/context.ts";
import { BACKUP_VERSION, MANIFEST, type Manifest, NOT_KEPT } from "./manifest.ts";
import { TAR_END, tarHeader, tarPadding } from "./tar.ts";

export type BackupFacts = { tables: number; rows: number; secrets: string[] };
export type Backup = BackupFacts & { body: AsyncIterable<Uint8Array> };

const MAX_SECRET_BYTES = 1024 * 1024;

export async function writeBackup({
  db,
  now,
  dataDirectory,
}: Pick<ServiceContext, "db" | "now"> & { dataDirectory: string }): Promise<Backup> {
  const target = { kind: "server", id: null, name: "server" };
  await db.transaction((tx) => recordAudit(tx, OPERATOR, { action: "server.backed_up", target }, now()));
  const folder = mkdtempSync(join(dataDirectory, ".backup-"));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(join(folder, "tables"), { mode: 0o700 });
    const { tables, migrations } = await dumpTables(db, join(folder, "tables"));
    const secrets = secretsOf(dataDirectory);
    const files = [
      ...tables.map(({ name }) => ({ name: `tables/${name}.jsonl`, path: join(folder, "tables", `${name}.jsonl`) })),
      ...secrets.map((name) => ({ name: `data/${name}`, path: join(dataDirectory, name) })),
    ];
    const described = await Promise.all(
      files.map(async ({ name, path }) => ({ name, size: statSync(path).size, sha256: await sha256Of(path) })),
    );
    const manifest: Manifest = {
      format: "remotelink-backup",
      version: BACKUP_VERSION,
      made_at: now().toISOString(),
      app_version: packageJson.version,
      migrations,
      tables,
      files: described,
    };
    const archive = Readable.from(archiveOf(manifest, files)).pipe(createGzip());
    archive.once("close", discard);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return { tables: tables.length, rows, secrets, body: archive };
  } catch (error) {
    discard();
    throw error;
  }
}

async function* archiveOf(manifest: Manifest, files: readonly { name: string; path: string }[]) {
  const text = Buffer.from(JSON.stringify(manifest, null, 1));
  yield tarHeader({ name: MANIFEST, size: text.length });
  yield text;
  yield tarPadding(text.length);
  for (const [index, { name, path }] of files.entries()) {
    const size = manifest.files[index]?.size ?? 0;
    yield tarHeader({ name, size });
    yield* createReadStream(path);
    yield tarPadding(size);
  }
  yield TAR_END;
}

/** Small files of DATA_DIR itself: the secret that everything stored hashed depends on, and keys beside it. */
function secretsOf(dataDirectory: string): string[] {
  return readdirSync(dataDirectory).filter((name) => {
    if (NOT_KEPT.has(name) || !/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}$/.test(name)) return false;
    const found = lstatSync(join(dataDirectory, name));
    return found.isFile() && found.size <= MAX_SECRET_BYTES;
  });
}

export async function sha256Of(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const piece of createReadStream(path)) hasher.update(piece);
  return hasher.digest("hex");
}
