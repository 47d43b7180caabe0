import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedPostgres } from "../fakes/postgres.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { callerAt, copyMigratedDatabase } from "../fakes/server-world.ts";

setDefaultTimeout(120_000);

const root = fileURLToPath(new URL("../..", import.meta.url));
let directory: string;
const servers: ServerProcess[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-processes-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill()));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const data = (name: string) => join(directory, name);
const start = async (name: string, env: Record<string, string> = {}): Promise<ServerProcess> => {
  // Making a database anew takes seconds; first starts are the end-to-end tests'.
  if (!env.DATABASE_URL && !existsSync(data(name))) await copyMigratedDatabase(data(name));
  const server = await startServer(data(name), env);
  servers.push(server);
  return server;
};

/** Starts a server that cannot: what it says and how it ends. */
async function startInVain(env: Record<string, string>) {
  const server = Bun.spawn([process.execPath, join(root, "src/main.ts")], {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", HOST: "127.0.0.1", PORT: "0", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors, code] = await Promise.all([
    new Response(server.stdout).text(),
    new Response(server.stderr).text(),
    server.exited,
  ]);
  return { output, lines: errors.trimEnd().split("\n"), code };
}

describe("a start that fails says what to do in one line", () => {
  test("each fault of the settings, with exit code 2", async () => {
    const { lines, code } = await startInVain({ PORT: "http", AUTH_SECRET: "changeme", DATA_DIR: data("faults") });
    expect([code, lines]).toEqual([
      2,
      [
        "remotelink: PORT must be a whole number from 0 to 65535",
        "remotelink: AUTH_SECRET is shorter than 32 characters: make one with: openssl rand -base64 32",
      ],
    ]);
  });

  test("a data directory that cannot be written", async () => {
    const { lines, code } = await startInVain({ DATA_DIR: "/dev/null/data" });
    expect([code, lines.length, lines[0]]).toEqual([
      1,
      1,
      expect.stringContaining("DATA_DIR /dev/null/data cannot be written"),
    ]);
  });

  test("a port that is taken", async () => {
    const holder = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    await copyMigratedDatabase(data("port"));
    const { lines, code } = await startInVain({ PORT: String(holder.port), DATA_DIR: data("port") });
    holder.stop(true);
    const line = `remotelink: Port ${holder.port} is in use: stop what listens there, or choose another with PORT=…`;
    expect([code, lines]).toEqual([1, [line]]);
  });

  test("a database that is not there, without its password", async () => {
    const { lines, code } = await startInVain({
      DATA_DIR: data("away"),
      DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/none",
    });
    expect([code, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toContain("127.0.0.1:1 cannot be reached");
    expect(lines[0]).not.toContain("hunter2");
  });
});

describe("one data directory", () => {
  test("takes one server; the second says which one runs, and the first goes on", async () => {
    const first = await start("one");
    const { lines, code } = await startInVain({ DATA_DIR: data("one") });
    expect([code, lines.length, lines[0]]).toEqual([
      1,
      1,
      expect.stringContaining(`Another server (process ${first.pid})`),
    ]);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  });

  test("is for the server's user only, and keeps its secret", async () => {
    const before = await start("kept");
    const secret = readFileSync(join(data("kept"), "auth-secret"), "utf8");
    expect(statSync(data("kept")).mode & 0o777).toBe(0o700);
    expect(statSync(join(data("kept"), "auth-secret")).mode & 0o777).toBe(0o600);
    await before.stop();
    await start("kept");
    expect(readFileSync(join(data("kept"), "auth-secret"), "utf8")).toBe(secret);
  });

  test("is free again after a crash, also when another process has taken the crashed one's id", async () => {
    const first = await start("crashed");
    await first.kill();
    const lock = join(data("crashed"), "server.lock");
    expect(JSON.parse(readFileSync(lock, "utf8")).pid).toBe(first.pid);
    chmodSync(lock, 0o600);
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startTime: "1" }));
    await start("crashed");
  });
});

test("a server that is asked to stop ends with 0", async () => {
  const server = await start("stopping");
  expect(await server.stop()).toBe(0);
});

test("two servers that start at once on one new database both run, and the tables are made once", async () => {
  const env = { DATABASE_URL: await (await sharedPostgres()).createDatabase() };
  const [one, two] = await Promise.all([start("node-1", env), start("node-2", env)]);
  const account = { name: "Ada", email: "ada@example.com", password: "correct horse battery staple" };
  const answers = await Promise.all(
    [one, two].map(({ url }) => callerAt(url, {}).ask("POST", "/api/auth/sign-up/email", { body: account })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
});
