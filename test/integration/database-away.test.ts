import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../src/lib/log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";
import { type PostgresCluster, startPostgres } from "../fakes/postgres.ts";
import { account, type Caller, callerAt } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(120_000);

let cluster: PostgresCluster;
let server: RunningServer;
let directory: string;
let admin: Caller;

beforeAll(async () => {
  cluster = await startPostgres();
  directory = mkdtempSync(join(tmpdir(), "remotelink-away-"));
  const env = { HOST: "127.0.0.1", PORT: "0", DATA_DIR: directory, DATABASE_URL: await cluster.createDatabase() };
  server = await startServer({ env, log: createLog("silent") });
  const url = `http://127.0.0.1:${server.port}`;
  const { headers } = await callerAt(url, {}).ask("POST", "/api/auth/sign-up/email", { body: account });
  admin = callerAt(url, { cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "", Origin: url });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const asks: [string, string, object?][] = [
  ["GET", "/api/me"],
  ["GET", "/api/machines"],
  ["POST", "/api/enrollment-tokens", {}],
  ["POST", "/api/auth/sign-in/email", { email: account.email, password: account.password }],
  ["GET", "/readyz"],
];

async function everythingAnswers503(): Promise<void> {
  const answers = await Promise.all(asks.map(([method, path, body]) => admin.ask(method, path, { body })));
  for (const [index, { status, headers, body }] of answers.entries()) {
    expect([asks[index]?.[1], status, body.error]).toEqual([
      asks[index]?.[1],
      503,
      expect.objectContaining({ code: "unavailable" }),
    ]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect((await admin.ask("GET", "/healthz")).status).toBe(200);
}

const recovers = () =>
  waitUntil("the server's recovery", async () => (await admin.ask("GET", "/api/me")).status === 200, 30_000);

test("a database that hangs is answered 503, and used again as soon as it moves", async () => {
  cluster.freeze();
  await everythingAnswers503();
  await everythingAnswers503();
  cluster.resume();
  await recovers();
  expect((await admin.ask("POST", "/api/enrollment-tokens", { body: {} })).status).toBe(201);
});

test("a database that hangs for long has its connections replaced", async () => {
  cluster.freeze();
  // Longer than connections may stay silent (src/db/deadlines.ts).
  const until = performance.now() + 7_000;
  while (performance.now() < until) await everythingAnswers503();
  cluster.resume();
  await recovers();
});

test("a database that crashes is answered 503, and used again when it is back", async () => {
  await cluster.crash();
  await everythingAnswers503();
  await cluster.start();
  await recovers();
  expect((await admin.ask("POST", "/api/enrollment-tokens", { body: {} })).status).toBe(201);
});

test("what was given up while the database hung does not happen afterwards", async () => {
  const list = async () =>
    (await admin.ask<{ items: object[] }>("GET", "/api/enrollment-tokens?limit=200")).body.items.length;
  const before = await list();
  // All connections of the pool are taken, so that some wait in its queue, never sent.
  cluster.freeze();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => admin.ask("POST", "/api/enrollment-tokens", { body: {} })),
  );
  cluster.resume();
  await recovers();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(await list()).toBe(before);
});
