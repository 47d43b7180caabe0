/** The real server inside the test's process, on either database, with people and machines to act. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import { openDatabase } from "../../src/db/open.ts";
import { authAccounts } from "../../src/db/schema/auth-accounts.ts";
import { groupMembers } from "../../src/db/schema/group-members.ts";
import { groups } from "../../src/db/schema/groups.ts";
import { users } from "../../src/db/schema/users.ts";
import { createLog } from "../../src/lib/log.ts";
import { type RunningServer, startServer } from "../../src/server.ts";
import { hashPassword } from "../../src/services/accounts/passwords.ts";
import { runAfterProcess } from "./after-process.ts";
import { connectAgentSocket } from "./agent-socket.ts";
import { sharedPostgres } from "./postgres.ts";

export type DatabaseKind = "embedded" | "postgresql";
export const DATABASES: DatabaseKind[] = ["embedded", "postgresql"];

type Json = Record<string, unknown>;
export type Answer<Body = Json> = { status: number; headers: Headers; body: Body };
export type Asking = { body?: unknown; headers?: Record<string, string> };

/** Somebody who asks, with what they prove themselves by. */
export type Caller = { ask<Body = Json>(method: string, path: string, asking?: Asking): Promise<Answer<Body>> };
export type Person = Caller & { id: string; email: string; cookie: string };
export type Machine = Caller & { id: string; accessKey: string };

export type ServerWorld = {
  url: string;
  server: RunningServer;
  dataDirectory: string;
  nobody: Caller;
  /** The first account; made when first asked for. */
  admin(): Promise<Person>;
  /** Further people come by the database: invitations are not what these tests are about. */
  addUser(name: string): Promise<Person>;
  addGroup(name: string, members?: { person: Person; permissions?: readonly Permission[] }[]): Promise<string>;
  addToGroup(groupId: string, person: Person, permissions: readonly Permission[]): Promise<void>;
  /** Enrolled by a token of the administrator's, in the group if one is named. */
  addMachine(name: string, groupId?: string): Promise<Machine>;
  /** Brings its agent online; the answer takes it offline. */
  connectAgent(machine: Machine): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

const PASSWORD = "correct horse battery staple";
let template: Promise<string> | undefined;

export async function startWorld(
  kind: DatabaseKind,
  env: Record<string, string> = {},
  directories?: { web: string; downloads: string },
): Promise<ServerWorld> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "remotelink-server-"));
  const database = kind === "postgresql" ? { DATABASE_URL: await (await sharedPostgres()).createDatabase() } : {};
  if (kind === "embedded") await copyMigratedDatabase(dataDirectory);
  const server = await startServer({
    env: { HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDirectory, ...database, ...env },
    log: createLog(process.env.TEST_LOG_LEVEL ?? "silent"),
    directories,
  });
  const url = `http://127.0.0.1:${server.port}`;
  const { db } = server.services;
  let first: Promise<Person> | undefined;

  const world: ServerWorld = {
    url,
    server,
    dataDirectory,
    nobody: callerAt(url, {}),
    admin() {
      first ??= signUp(url);
      return first;
    },
    async addUser(name) {
      const [id, email, at] = [Bun.randomUUIDv7(), `${name.toLowerCase()}@example.com`, new Date()];
      await db.insert(users).values({ id, name, email, createdAt: at, updatedAt: at });
      const account = { userId: id, accountId: id, providerId: "credential", password: await hashPassword(PASSWORD) };
      await db.insert(authAccounts).values({ ...account, createdAt: at, updatedAt: at });
      return signIn(url, email);
    },
    async addGroup(name, members = []) {
      const id = Bun.randomUUIDv7();
      await db.insert(groups).values({ id, name });
      for (const { person, permissions = PERMISSIONS } of members) await world.addToGroup(id, person, permissions);
      return id;
    },
    async addToGroup(groupId, person, permissions) {
      await db.insert(groupMembers).values({ groupId, userId: person.id, permissions: [...permissions] });
    },
    async addMachine(name, groupId) {
      const admin = await world.admin();
      const token = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 1, group_id: groupId } });
      const body = { ...describedMachine(name), enrollment_token: token.body.token };
      const { body: registration } = await world.nobody.ask("POST", "/api/agent/register", { body });
      const [id, accessKey] = [String(registration.machine_id), String(registration.access_key)];
      return { id, accessKey, ...callerAt(url, agentHeaders({ id, accessKey })) };
    },
    connectAgent: (machine) => connectAgentSocket(url, agentHeaders(machine)),
    async stop() {
      await server.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
  return world;
}

/** What an agent says of its machine when it registers. */
export function describedMachine(hostname: string) {
  return { hostname, os: "linux", arch: "x64", agent_version: "0.1.0", mac_addresses: ["00:16:3e:12:34:56"] };
}

export const account = { name: "Ada Admin", email: "ada@example.com", password: PASSWORD };

export function callerAt(url: string, identity: Record<string, string>): Caller {
  return {
    async ask<Body = Json>(method: string, path: string, { body, headers }: Asking = {}) {
      const response = await fetch(url + path, {
        method,
        headers: { ...identity, ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
        body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
        redirect: "manual",
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json");
      return {
        status: response.status,
        headers: response.headers,
        body: (isJson ? JSON.parse(text) : { text }) as Body,
      };
    },
  };
}

async function signUp(url: string): Promise<Person> {
  const answer = await callerAt(url, {}).ask("POST", "/api/auth/sign-up/email", { body: account });
  return personFrom(url, answer);
}

export async function signIn(url: string, email: string, password: string = PASSWORD): Promise<Person> {
  const answer = await callerAt(url, {}).ask("POST", "/api/auth/sign-in/email", { body: { email, password } });
  return personFrom(url, answer);
}

export function personFrom(url: string, { status, headers, body }: Answer): Person {
  if (status !== 200) throw new Error(`signing in answered ${status}: ${JSON.stringify(body)}`);
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const user = body.user as { id: string; email: string };
  return { id: user.id, email: user.email, cookie, ...callerAt(url, { cookie, Origin: url }) };
}

function agentHeaders({ id, accessKey }: { id: string; accessKey: string }): Record<string, string> {
  return { Authorization: `Bearer ${accessKey}`, "X-Machine-Id": id };
}

/** An embedded database with all tables: making one anew takes seconds, copying it a tenth of one. */
export async function copyMigratedDatabase(dataDirectory: string): Promise<void> {
  template ??= makeTemplate();
  cpSync(await template, join(dataDirectory, "db"), { recursive: true });
}

async function makeTemplate(): Promise<string> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "remotelink-template-"));
  runAfterProcess('rm -rf "$1"', dataDirectory);
  await (await openDatabase({ dataDirectory })).close();
  return join(dataDirectory, "db");
}
