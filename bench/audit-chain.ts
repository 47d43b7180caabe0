/**
 * `bun bench/audit-chain.ts [--rows N] [--postgresql]`: the chain of the audit log read and computed anew by the command that an
 * administrator runs, and what its process grows by; on the embedded database, and with `--postgresql` on that.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../src/db/open.ts";
import { type AuditRow, auditLog } from "../src/db/schema/audit-log.ts";
import { CHAIN_START, hashOf } from "../src/services/audit/chain.ts";
import { sharedPostgres } from "../test/fakes/postgres.ts";
import { residentBytes } from "./measure/process-usage.ts";
import { figure, formatTable } from "./report/table.ts";

const INSERTED_AT_ONCE = 2_000;
const SAMPLE_EVERY_MS = 100;
const MIB = 1024 ** 2;
const ACTIONS = ["session.started", "session.ended", "session.file_downloaded", "user.signed_in", "machine.updated"];

const { values } = parseArgs({
  options: { rows: { type: "string", default: "1000000" }, postgresql: { type: "boolean", default: false } },
});
const rows = Number(values.rows);
const directory = mkdtempSync(join(tmpdir(), "remotelink-audit-"));
const databaseUrl = values.postgresql ? await (await sharedPostgres()).createDatabase() : undefined;
try {
  await seed();
  const table = [["audit verify", "rows/s", "resident at most"]];
  const { seconds, mostBytes, printed } = await verify();
  table.push([
    `${rows} rows, ${values.postgresql ? "PostgreSQL" : "embedded"}`,
    figure(rows / seconds, ""),
    mib(mostBytes),
  ]);
  console.log(formatTable(table));
  console.log(printed.trim());
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function seed(): Promise<void> {
  const { db, close } = await openDatabase({ dataDirectory: directory, databaseUrl });
  let previousHash = CHAIN_START;
  for (let from = 0; from < rows; from += INSERTED_AT_ONCE) {
    const batch: AuditRow[] = [];
    for (let position = from + 1; position <= Math.min(rows, from + INSERTED_AT_ONCE); position++) {
      const facts = factsOf(position, previousHash);
      previousHash = hashOf(facts);
      batch.push({ ...facts, hash: previousHash });
    }
    await db.insert(auditLog).values(batch);
  }
  await close();
}

function factsOf(position: number, previousHash: string): Omit<AuditRow, "hash"> {
  return {
    id: Bun.randomUUIDv7(),
    position,
    at: new Date(1_700_000_000_000 + position * 1_000),
    actorKind: "user",
    actorId: Bun.randomUUIDv7(),
    actorName: `Technician ${position % 50}`,
    address: "192.0.2.7",
    action: ACTIONS[position % ACTIONS.length] ?? "",
    targetKind: "machine",
    targetId: Bun.randomUUIDv7(),
    targetName: `web-${position % 500}`,
    details: { session_id: Bun.randomUUIDv7(), paths: ["/var/log/syslog"] },
    previousHash,
  };
}

async function verify(): Promise<{ seconds: number; mostBytes: number; printed: string }> {
  const main = join(import.meta.dir, "../src/main.ts");
  const from = performance.now();
  const command = Bun.spawn([process.execPath, main, "audit", "verify"], {
    env: { ...process.env, DATA_DIR: directory, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    stdout: "pipe",
    stderr: "inherit",
  });
  let mostBytes = 0;
  const timer = setInterval(() => {
    mostBytes = Math.max(mostBytes, residentBytes(command.pid));
  }, SAMPLE_EVERY_MS);
  const printed = await new Response(command.stdout).text();
  clearInterval(timer);
  if ((await command.exited) !== 0) throw new Error(`it was not verified: ${printed}`);
  return { seconds: (performance.now() - from) / 1_000, mostBytes, printed };
}

function mib(bytes: number): string {
  return figure(bytes / MIB, "MiB");
}
