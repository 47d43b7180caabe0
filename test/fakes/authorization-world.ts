/** A server with one of everything, and everybody who may ask: for the table of who is answered what. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import { recordings } from "../../src/db/schema/recordings.ts";
import { sessions } from "../../src/db/schema/sessions.ts";
import { createRecorder } from "../../src/services/recordings/recorder.ts";
import { type Machine, type Person, type ServerWorld, signIn, startWorld } from "./server-world.ts";

/**
 * Whoever may ask, by what they prove. `stranger`: a member of another group only. `watcher`: of the machine's, with `view`
 * alone. `member`: with the usual set. `keeper`: with all permissions, and no administrator.
 */
export const CALLERS = ["nobody", "agent", "viewer", "stranger", "watcher", "member", "keeper", "admin"] as const;
export type Caller = (typeof CALLERS)[number];
export type PersonCaller = Exclude<Caller, "nobody" | "agent" | "viewer">;

export type AuthorizationWorld = {
  server: ServerWorld["server"];
  people: Record<PersonCaller, Person>;
  /** Its group is that of the watcher, the member and the keeper; its agent is online. */
  machine: Machine;
  groupId: string;
  otherGroupId: string;
  /** A machine of its own for what would change the shared one. */
  addMachine(): Promise<Machine>;
  /** A sign-in apart, for what would end the shared one. */
  signInAgain(caller: PersonCaller): Promise<Person>;
  /** The member's session on the machine. */
  startSession(): Promise<{ session_id: string; viewer_token: string }>;
  /** A recording of a session of nobody in particular on the machine. */
  record(): Promise<string>;
  /** "GET /api/machines/{id}" for every route of the API's document. */
  operations(): Promise<string[]>;
  /** The status of the answer. */
  ask(caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
};

const JPEG = Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9);
/** An answer that does not end (events) has been given by then. */
const ANSWERED_WITHIN_MS = 20_000;

export async function startAuthorizationWorld(): Promise<AuthorizationWorld> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-recordings-"));
  // In place of what is built: whether there is an answer does not depend on what it is.
  for (const name of ["index.html", "manifest.json", "remotelink-agent-linux"])
    writeFileSync(join(directory, name), "{}");
  const built = { web: directory, downloads: directory };
  const world = await startWorld("embedded", { RECORDING_DIR: directory }, built);
  const { services } = world.server;
  const people = {
    admin: await world.admin(),
    stranger: await world.addUser("Stranger"),
    watcher: await world.addUser("Watcher"),
    member: await world.addUser("Member"),
    keeper: await world.addUser("Keeper"),
  };
  const groupId = await world.addGroup("Office", [
    { person: people.watcher, permissions: ["view"] },
    { person: people.member, permissions: DEFAULT_MEMBER_PERMISSIONS },
    { person: people.keeper },
  ]);
  const otherGroupId = await world.addGroup("Elsewhere", [{ person: people.stranger }]);
  const machine = await world.addMachine("desk", groupId);
  await world.connectAgent(machine);
  const ticket = await startSession();

  async function startSession() {
    const path = `/api/machines/${machine.id}/sessions`;
    const { status, body } = await people.member.ask<{ session_id: string; viewer_token: string }>("POST", path, {
      body: {},
    });
    if (status !== 201) throw new Error(`starting a session answered ${status}`);
    return body;
  }

  function identityOf(caller: Caller): Record<string, string> {
    if (caller === "nobody") return {};
    if (caller === "agent") return { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id };
    if (caller === "viewer") return { Authorization: `Bearer ${ticket.viewer_token}` };
    return { cookie: people[caller].cookie, Origin: world.url };
  }

  return {
    server: world.server,
    people,
    machine,
    groupId,
    otherGroupId,
    addMachine: () => world.addMachine("spare", groupId),
    signInAgain: (caller) => signIn(world.url, people[caller].email),
    startSession,
    async record() {
      const session = { id: Bun.randomUUIDv7(), machineId: machine.id, machineName: "desk", userName: "Somebody" };
      const at = new Date();
      await services.db.insert(sessions).values({ ...session, startedAt: at, endedAt: at, viewOnly: false });
      const recorder = createRecorder(services, directory);
      const recording = recorder.open({ ...session, sessionId: session.id });
      await recording?.write(JPEG, at.getTime());
      await recording?.close();
      const [row] = await services.db.select().from(recordings).where(eq(recordings.sessionId, session.id));
      if (!row) throw new Error("nothing was recorded");
      return row.id;
    },
    async operations() {
      const { body } = await world.nobody.ask<{ paths: Record<string, object> }>("GET", "/api/openapi.json");
      return Object.entries(body.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
    },
    async ask(caller, method, path, body, headers = {}) {
      const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
      const response = await fetch(world.url + path, {
        method,
        headers: { ...identityOf(caller), ...json, ...headers },
        body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      });
      await response.body?.cancel();
      return response.status;
    },
    async stop() {
      await world.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
