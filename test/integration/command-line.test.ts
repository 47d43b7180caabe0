/** Administering from the server's own machine, while the server runs and while it does not; backups there and back, and across. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import type { AuditVerification } from "../../protocol/rest/audit.ts";
import { MANIFEST, type Manifest } from "../../src/cli/backup/manifest.ts";
import { readTar, TAR_END, tarHeader, tarPadding } from "../../src/cli/backup/tar.ts";
import { openDatabase } from "../../src/db/open.ts";
import { createLog } from "../../src/lib/log.ts";
import { startServer } from "../../src/server.ts";
import { runCommandLine } from "../fakes/command-line.ts";
import { sharedPostgres } from "../fakes/postgres.ts";
import {
  account,
  callerAt,
  copyMigratedDatabase,
  DATABASES,
  type DatabaseKind,
  type Machine,
  type Person,
  type ServerWorld,
  signIn,
  startWorld,
} from "../fakes/server-world.ts";

setDefaultTimeout(120_000);

const directories: string[] = [];
const newDirectory = (name: string) => {
  const directory = mkdtempSync(join(tmpdir(), `remotelink-${name}-`));
  directories.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let env: Record<string, string>;
  let admin: Person;
  let machine: Machine;
  let backup: string;

  beforeAll(async () => {
    const databaseUrl = kind === "postgresql" ? await (await sharedPostgres()).createDatabase() : "";
    world = await startWorld("embedded", { DATABASE_URL: databaseUrl });
    env = { DATA_DIR: world.dataDirectory, DATABASE_URL: databaseUrl };
    admin = await world.admin();
    machine = await world.addMachine("web-01");
    const note = { notes: 'Ümläute, "quotes", \\ and a\nsecond line', tags: ["a b", '"', "{}"] };
    await admin.ask("PATCH", `/api/machines/${machine.id}`, { body: note });
    backup = join(newDirectory("backup"), "backup.tar.gz");
  });
  afterAll(() => world.stop());

  const run = (args: string[], input?: string) => runCommandLine(args, { env, input });

  test("accounts are listed, made and given passwords while the server runs", async () => {
    const made = await run(
      ["admin", "create-user", "--email", "Bob@Example.com", "--name", "Bob", "--json"],
      "a long password\n",
    );
    expect(made).toMatchObject({ code: 0, errors: "" });
    expect(made.output).not.toContain("a long password");
    await signIn(world.url, "bob@example.com", "a long password");
    const listed = await run(["admin", "list", "--json"]);
    expect(JSON.parse(listed.output)).toMatchObject([
      { email: account.email, role: "admin", disabled: false },
      { email: "bob@example.com", role: "user" },
    ]);
    const bob = await signIn(world.url, "bob@example.com", "a long password");
    const reset = await run(["admin", "reset-password", "--email", "bob@example.com", "--generate", "--json"]);
    const { password } = JSON.parse(reset.output);
    expect((await bob.ask("GET", "/api/me")).status).toBe(401);
    await signIn(world.url, "bob@example.com", password);
    const { body } = await admin.ask("GET", "/api/audit?action=user.created,user.password_reset");
    expect(body.items).toMatchObject([
      { action: "user.password_reset", actor: { kind: "system", name: "command line" }, target: { name: "Bob" } },
      { action: "user.created" },
    ]);
  });

  test("what is wrong is one line that says what to do", async () => {
    for (const [args, code, errors] of [
      [
        ["admin", "create-user", "--email", "bob@example.com", "--name", "B", "--generate"],
        1,
        /has an account already/,
      ],
      [["admin", "create-user", "--email", "nonsense", "--name", "B"], 2, /--email: not an e-mail address/],
      [["admin", "create-user", "--email", "c@example.com"], 2, /--name is missing/],
      [["admin", "reset-password", "--email", "nobody@example.com", "--generate"], 1, /nobody has the e-mail address/],
      [["admin", "reset-password", "--email", "bob@example.com"], 1, /No password: type one/],
      [["admin", "dance"], 2, /there is no command "admin dance"/],
      [["backup"], 2, /name one file/],
      [["--password", "x"], 2, /Unknown option '--password'/],
    ] as const) {
      const ran = await run([...args]);
      expect({ args, code: ran.code, errors: ran.errors }).toEqual({
        args,
        code,
        errors: expect.stringMatching(errors),
      });
    }
    expect((await run(["admin", "reset-password", "--email", "bob@example.com"], "short\n")).errors).toMatch(
      /at least/,
    );
    expect((await run(["--help"])).output).toContain("restore FILE");
  });

  test("the log is verified, and a broken one ends with 1 and the first broken row", async () => {
    expect(await run(["audit", "verify"])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Verified \d+ rows/),
    });
    const { db } = world.server.services;
    const { body } = await admin.ask<{ items: { id: string }[] }>("GET", "/api/audit?limit=1");
    const id = body.items[0]?.id ?? "";
    const setAddress = (address: string | null) =>
      db.execute(sql`update audit_log set address = ${address} where id = ${id}`);
    const { address } = (await admin.ask<{ items: { address: string | null }[] }>("GET", "/api/audit?limit=1")).body
      .items[0] ?? { address: null };
    await db.execute(sql`alter table audit_log disable trigger audit_log_append_only`);
    await setAddress("6.6.6.6");
    const broken = await run(["audit", "verify", "--json"]);
    expect([broken.code, JSON.parse(broken.output)]).toMatchObject([1, { ok: false, first_broken_id: id }]);
    await setAddress(address);
    await db.execute(sql`alter table audit_log enable trigger audit_log_append_only`);
  });

  test("a backup is made while the server runs, for its owner's eyes only, and leaves nothing behind", async () => {
    const made = await run(["backup", backup]);
    expect(made).toMatchObject({
      code: 0,
      output: expect.stringMatching(/rows of \d+ tables, and of DATA_DIR auth-secret/),
    });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(world.dataDirectory).filter((name) => name.startsWith(".backup"))).toEqual([]);
    expect((await run(["backup", backup])).errors).toMatch(/exists already/);
    expect(statSync(join(world.dataDirectory, "admin.sock")).mode & 0o777).toBe(0o600);
  });

  test.each(DATABASES)(
    "it is restored on the %s database: people, agents' keys and the log's chain are good",
    async (to) => {
      const target = await emptyInstallation(to);
      const restored = await runCommandLine(["restore", backup, "--json"], { env: target });
      expect(restored).toMatchObject({ code: 0, errors: "" });
      const server = await startServer({ env: { ...target, HOST: "127.0.0.1", PORT: "0" }, log: createLog("silent") });
      try {
        const url = `http://127.0.0.1:${server.port}`;
        const again = await signIn(url, account.email, account.password);
        const { body } = await again.ask("GET", `/api/machines/${machine.id}`);
        const { body: before } = await admin.ask("GET", `/api/machines/${machine.id}`);
        expect([body.notes, body.tags]).toEqual([before.notes, before.tags]);
        const key = { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id };
        const beat = await callerAt(url, key).ask("POST", "/api/agent/heartbeat", { body: { agent_version: "0.1.0" } });
        expect(beat.status).toBe(200);
        const chain = (await again.ask<AuditVerification>("GET", "/api/audit/verify")).body;
        expect(chain).toMatchObject({ ok: true });
        expect(chain.count).toBeGreaterThan(JSON.parse(restored.output).audit_rows);
      } finally {
        await server.stop();
      }
      const twice = await runCommandLine(["restore", backup], { env: target });
      expect([twice.code, twice.errors]).toEqual([1, expect.stringMatching(/is not empty.*--force/)]);
      const forced = await runCommandLine(["restore", backup, "--force"], { env: target });
      expect(forced).toMatchObject({ code: 0, output: expect.stringMatching(/kept under before-restore-\d{14}/) });
    },
  );

  test("nothing is restored over a running server, from what is damaged, or from what is no backup", async () => {
    expect((await run(["restore", backup, "--force"])).errors).toMatch(/Another server.*stop it first/);
    const target = await emptyInstallation(kind);
    const file = join(newDirectory("damaged"), "damaged.tar.gz");
    const attempt = async (bytes: Uint8Array) => {
      writeFileSync(file, bytes);
      const { code, errors } = await runCommandLine(["restore", file], { env: target });
      expect(code).toBe(1);
      expect(errors).toMatch(/^remotelink: .*damaged.tar.gz cannot be restored/);
      expect(readdirSync(target.DATA_DIR ?? "").filter((name) => name !== "server.lock")).toEqual([]);
      return errors;
    };
    const whole = readFileSync(backup);
    const tar = gunzipSync(whole);
    await attempt(whole.subarray(0, whole.length / 2));
    await attempt(gzipSync(tar.subarray(0, tar.length - 4_096)));
    await attempt(Buffer.from("no backup at all"));
    const changed = Buffer.from(tar);
    const at = changed.lastIndexOf("web-01");
    changed.write("web-66", at);
    expect(await attempt(gzipSync(changed))).toMatch(/is damaged/);
    for (const name of ["server.lock", "admin.sock", "db"]) {
      await attempt(await rebuilt(tar, (files) => files.set(`data/${name}`, Buffer.from("x"))));
    }
    const traversal = Buffer.from(tar.toString("latin1").replaceAll("data/auth-secret", "data/../../h4ck"), "latin1");
    await attempt(gzipSync(traversal));
  });

  if (kind === "embedded")
    test("what cannot be restored to its end leaves what was there", async () => {
      const file = join(newDirectory("spoiled"), "spoiled.tar.gz");
      writeFileSync(file, await rebuilt(gunzipSync(readFileSync(backup)), spoilLog));
      const target = await emptyInstallation("embedded");
      const directory = target.DATA_DIR ?? "";
      await copyMigratedDatabase(directory);
      writeFileSync(join(directory, "db", "mine"), "");
      writeFileSync(join(directory, "auth-secret"), "mine");
      const failed = await runCommandLine(["restore", file, "--force"], { env: target });
      expect([failed.code, failed.errors]).toEqual([1, expect.stringContaining("log of the backup is broken")]);
      expect(readdirSync(directory).sort()).toEqual(["auth-secret", "db", "server.lock"]);
      expect(existsSync(join(directory, "db", "mine"))).toBe(true);
      expect(readFileSync(join(directory, "auth-secret"), "utf8")).toBe("mine");
    });
});

test("on PostgreSQL what cannot be restored leaves the tables as they were, or none", async () => {
  const world = await startWorld("embedded");
  await world.admin();
  const backup = join(newDirectory("whole"), "whole.tar.gz");
  expect(await runCommandLine(["backup", backup], { env: { DATA_DIR: world.dataDirectory } })).toMatchObject({
    code: 0,
  });
  await world.stop();
  const tar = gunzipSync(readFileSync(backup));
  const target = await emptyInstallation("postgresql");
  const file = join(newDirectory("spoiled"), "spoiled.tar.gz");
  const attempt = async (spoil: Spoil, ...more: string[]) => {
    writeFileSync(file, await rebuilt(tar, spoil));
    const { code, errors } = await runCommandLine(["restore", file, ...more], { env: target });
    expect(code).toBe(1);
    return errors;
  };
  // Of the database's own tables none is written, whatever a backup names.
  const addTable: Spoil = (files) => files.set("tables/pg_authid.jsonl", Buffer.from(""));
  expect(await attempt(addTable)).toContain("has a table pg_authid");
  expect(await attempt(spoilLog)).toContain("log of the backup is broken");
  expect(await runCommandLine(["restore", backup], { env: target })).toMatchObject({ code: 0, errors: "" });
  expect(await attempt(spoilLog, "--force")).toContain("log of the backup is broken");
  expect((await runCommandLine(["admin", "list"], { env: target })).output).toContain(account.email);
  expect(readdirSync(target.DATA_DIR ?? "").sort()).toEqual(["auth-secret", "server.lock"]);
});

type Spoil = (files: Map<string, Buffer>) => unknown;

const spoilLog: Spoil = (files) =>
  files.set("tables/audit_log.jsonl", replaced(files.get("tables/audit_log.jsonl"), account.email, "eve@example.com"));

const replaced = (bytes: Buffer | undefined, from: string, to: string) =>
  Buffer.from(String(bytes).replaceAll(from, to));

/** The archive with other files, its manifest true to them: what only whoever wrote it could have spoiled. */
async function rebuilt(tar: Uint8Array, change: Spoil): Promise<Uint8Array> {
  const files = new Map<string, Buffer>();
  const whole = async function* () {
    yield tar;
  };
  await readTar(whole(), ({ name }) => {
    files.set(name, Buffer.alloc(0));
    return (piece) => void files.set(name, Buffer.concat([files.get(name) ?? Buffer.alloc(0), piece]));
  });
  const told = JSON.parse(String(files.get(MANIFEST))) as Manifest;
  files.delete(MANIFEST);
  change(files);
  const described = [...files].map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) }));
  const known = new Set(told.tables.map(({ name }) => name));
  const added = [...files.keys()].flatMap((name) => /^tables\/(.+)\.jsonl$/.exec(name)?.[1] ?? []);
  const tables = [...told.tables, ...added.filter((name) => !known.has(name)).map((name) => ({ name, rows: 0 }))];
  const manifest = Buffer.from(JSON.stringify({ ...told, tables, files: described }));
  const parts = [[MANIFEST, manifest] as const, ...files].flatMap(([name, bytes]) => [
    tarHeader({ name, size: bytes.length }),
    bytes,
    tarPadding(bytes.length),
  ]);
  return gzipSync(Buffer.concat([...parts, TAR_END]));
}

const sha256 = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

test("without a server the commands use the embedded database by themselves", async () => {
  const env = await emptyInstallation("embedded");
  const first = ["admin", "create-user", "--email", "ada@example.com", "--name", "Ada", "--generate"];
  expect((await runCommandLine(first, { env })).errors).toMatch(/the first account must be an administrator's/);
  const made = await runCommandLine([...first, "--role", "admin"], { env });
  expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/Password: [\w-]{20}/) });
  expect((await runCommandLine(["admin", "list"], { env })).output).toMatch(/ada@example\.com +Ada +admin +enabled/);
  const database = await openDatabase({ dataDirectory: env.DATA_DIR ?? "" });
  await database.close();
});

async function emptyInstallation(kind: DatabaseKind): Promise<Record<string, string>> {
  const databaseUrl = kind === "postgresql" ? await (await sharedPostgres()).createDatabase() : "";
  return { DATA_DIR: newDirectory(`restored-${kind}`), DATABASE_URL: databaseUrl };
}
