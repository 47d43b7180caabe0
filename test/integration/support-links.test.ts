/** "Help someone now" over REST: who may make a link, what the person learns by it, and that its code lets one machine in, once. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { DEFAULT_MEMBER_PERMISSIONS } from "../../protocol/permissions.ts";
import type { HelpInvitation, SupportLink, SupportLinkCreated } from "../../protocol/rest/support.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { sessionTickets } from "../../src/db/schema/session-tickets.ts";
import { supportLinks } from "../../src/db/schema/support-links.ts";
import { createThrottles } from "../../src/services/throttles.ts";
import {
  DATABASES,
  describedMachine,
  type Machine,
  type Person,
  type ServerWorld,
  startWorld,
} from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

const AGENT_BYTES = "the same for everybody";

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let downloads: string;
  let admin: Person;
  let helper: Person;
  let watcher: Person;

  beforeAll(async () => {
    downloads = mkdtempSync(join(tmpdir(), "remotelink-downloads-"));
    for (const name of ["remotelink-agent-linux", "remotelink-agent-windows.exe"]) {
      writeFileSync(join(downloads, name), AGENT_BYTES);
    }
    const linux = { name: "remotelink-agent-linux", os: "linux", arch: "x64", size: AGENT_BYTES.length };
    const manifest = { version: "0.1.0", files: [{ ...linux, sha256: "ab".repeat(32) }] };
    writeFileSync(join(downloads, "manifest.json"), JSON.stringify(manifest));
    world = await startWorld(kind, {}, { web: downloads, downloads });
    admin = await world.admin();
    helper = await world.addUser("Helper");
    watcher = await world.addUser("Watcher");
    await world.addGroup("Office", [
      { person: helper, permissions: DEFAULT_MEMBER_PERMISSIONS },
      { person: watcher, permissions: ["view"] },
    ]);
  });
  afterAll(async () => {
    await world.stop();
    rmSync(downloads, { recursive: true, force: true });
  });

  const make = async (person: Person = helper, body: object = {}) => {
    const answer = await person.ask<SupportLinkCreated>("POST", "/api/support-links", { body });
    expect(answer.status).toBe(201);
    return { ...answer.body, token: answer.body.url.split("/").at(-1) ?? "" };
  };
  const open = (token: string) => world.nobody.ask<HelpInvitation>("GET", `/api/help/${token}`);
  const download = (token: string, platform = "linux-x64") =>
    world.nobody.ask<{ text: string }>("GET", `/help/${token}/download/${platform}`);
  const register = (code: string, hostname = "grandma-pc") =>
    world.nobody.ask("POST", "/api/agent/register", { body: { ...describedMachine(hostname), support_code: code } });
  const stateOf = async (id: string, person: Person = helper) => {
    const { body } = await person.ask<{ items: SupportLink[] }>("GET", "/api/support-links");
    return body.items.find((link) => link.id === id)?.state;
  };
  const connect = (person: Person, id: string) => person.ask("POST", `/api/support-links/${id}/session`);
  /** The person's agent, registered and online; the answer takes it away. */
  const visit = async (code: string, hostname?: string) => {
    const { status, body } = await register(code, hostname);
    expect(status).toBe(201);
    const machine = { id: String(body.machine_id), accessKey: String(body.access_key) } as Machine;
    return { id: machine.id, leave: await world.connectAgent(machine) };
  };
  const isKnown = async (id: string) =>
    (await world.server.services.db.select().from(machines).where(eq(machines.id, id))).length > 0;

  test("whoever may control some machine makes links, others do not", async () => {
    expect((await make(helper)).state).toBe("waiting");
    expect((await make(admin)).state).toBe("waiting");
    expect((await watcher.ask("POST", "/api/support-links", { body: {} })).status).toBe(403);
    expect((await world.nobody.ask("POST", "/api/support-links", { body: {} })).status).toBe(401);
  });

  test("a link is good for an hour unless told otherwise, and its token and code are kept only as hashes", async () => {
    const link = await make(helper, { label: "Mrs Smith" });
    expect(Date.parse(link.expires_at) - Date.parse(link.created_at)).toBe(3_600_000);
    const short = await make(helper, { expires_in_s: 900 });
    expect(Date.parse(short.expires_at) - Date.parse(short.created_at)).toBe(900_000);
    expect(link.token).toMatch(/^rlh_[\w-]{22}$/);
    const [row] = await world.server.services.db.select().from(supportLinks).where(eq(supportLinks.id, link.id));
    expect(JSON.stringify(row)).not.toContain(link.token);
    expect(JSON.stringify(row)).not.toContain(link.code);
    const { body } = await helper.ask("GET", "/api/support-links");
    expect(JSON.stringify(body)).not.toContain(link.token);
    expect((await helper.ask("POST", "/api/support-links", { body: { expires_in_s: 1e9 } })).status).toBe(400);
  });

  test("the person learns who asks and what to take; the state follows them", async () => {
    const link = await make();
    const { status, body } = await open(link.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ technician: "Helper", state: "open", code: link.code, server: world.url });
    const { port } = new URL(world.url);
    const name = `RemoteLink-http_127.0.0.1_${port}-${link.code}`;
    expect(body.downloads.map(({ platform, file_name }) => [platform, file_name])).toEqual([
      ["linux-x64", name],
      ["windows-x64", `${name}.exe`],
    ]);
    expect(body.downloads[0]).toMatchObject({ size: AGENT_BYTES.length, sha256: "ab".repeat(32) });
    expect(await stateOf(link.id)).toBe("opened");
    const file = await download(link.token);
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
    expect(file.body.text).toBe(AGENT_BYTES);
    expect(await stateOf(link.id)).toBe("downloading");
    expect((await download(link.token, "linux-arm64")).status).toBe(404);
    expect((await download(link.token, "amiga")).status).toBe(404);
  });

  test("unknown, cancelled and expired links, and those that are over, answer alike", async () => {
    const [cancelled, expired] = [await make(), await make()];
    expect((await helper.ask("DELETE", `/api/support-links/${cancelled.id}`)).status).toBe(204);
    await world.server.services.db
      .update(supportLinks)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(supportLinks.id, expired.id));
    const unknown = await open(`rlh_${"A".repeat(22)}`);
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: { code: "invalid_link" } }]);
    for (const token of [cancelled.token, expired.token, "x"]) {
      expect((await open(token)).body).toEqual(unknown.body);
      expect((await download(token)).body).toMatchObject({ error: { code: "invalid_link" } });
    }
    expect(await stateOf(cancelled.id)).toBe("cancelled");
    expect(await stateOf(expired.id)).toBe("expired");
  });

  test("the code lets one machine in, of many that come at once, and is told who asked", async () => {
    const link = await make();
    const answers = await Promise.all(Array.from({ length: 4 }, (_, index) => register(link.code, `pc-${index}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403, 403, 403]);
    expect(answers.find(({ status }) => status === 201)?.body).toMatchObject({ technician: "Helper" });
    const refused = answers.find(({ status }) => status === 403);
    expect(refused?.body).toMatchObject({ error: { code: "invalid_support_code" } });
    world.server.services.throttles.supportCode = createThrottles().supportCode;
    const cancelled = await make();
    await helper.ask("DELETE", `/api/support-links/${cancelled.id}`);
    for (const code of [cancelled.code, "ABCDEF", "no code"]) {
      expect((await register(code)).body).toEqual(refused?.body ?? {});
    }
  });

  test("guessing codes stops after a few", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries++) statuses.push((await register("QQQQQQ")).status);
    expect(statuses).toContain(429);
    const { code } = await make();
    expect((await register(code)).status).toBe(429);
    world.server.services.throttles.supportCode = createThrottles().supportCode;
  });

  test("the visitor's machine is in no list, and nothing can be done with it by its id", async () => {
    const link = await make();
    const { id, leave } = await visit(link.code);
    await waitUntil("the link to say so", async () => (await stateOf(link.id)) === "running");
    const { body } = await admin.ask<{ items: { id: string }[] }>("GET", "/api/machines");
    expect(body.items.map((item) => item.id)).not.toContain(id);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/wake"],
      ["POST", "/sessions"],
    ] as const) {
      const body = method === "POST" ? {} : undefined;
      expect((await admin.ask(method, `/api/machines/${id}${path}`, { body })).status).toBe(404);
    }
    await leave();
  });

  test("only who made the link goes to the person, with what members may do, and twice into the same session", async () => {
    const link = await make(helper, { label: "Mrs Smith" });
    expect((await connect(helper, link.id)).body).toMatchObject({ error: { code: "not_started" } });
    const { leave } = await visit(link.code);
    await waitUntil("the agent to be there", async () => (await stateOf(link.id)) === "running");
    expect((await connect(admin, link.id)).status).toBe(404);
    expect((await connect(watcher, link.id)).status).toBe(404);
    const tickets = await Promise.all([connect(helper, link.id), connect(helper, link.id)]);
    expect(tickets.map(({ status }) => status)).toEqual([201, 201]);
    const [sessionId, again] = tickets.map(({ body }) => String(body.session_id));
    expect(again).toBe(sessionId);
    const [ticket] = await world.server.services.db
      .select()
      .from(sessionTickets)
      .where(eq(sessionTickets.sessionId, sessionId ?? ""));
    expect(ticket?.permissions.toSorted()).toEqual([...DEFAULT_MEMBER_PERMISSIONS].sort());
    expect(await stateOf(link.id)).toBe("connected");
    await leave();
  });

  test("when the session is over the machine goes with its agent; the history keeps both names", async () => {
    const link = await make(helper, { label: "Mrs Smith" });
    const { id, leave } = await visit(link.code);
    await waitUntil("the agent to be there", async () => (await stateOf(link.id)) === "running");
    const { body } = await connect(helper, link.id);
    expect((await helper.ask("DELETE", `/api/sessions/${body.session_id}`)).status).toBe(204);
    expect(await stateOf(link.id)).toBe("ended");
    expect((await connect(helper, link.id)).status).toBe(410);
    expect((await open(link.token)).status).toBe(404);
    await leave();
    await waitUntil("the machine to be forgotten", async () => !(await isKnown(id)));
    const session = await helper.ask("GET", `/api/sessions/${body.session_id}`);
    expect(session.body).toMatchObject({ machine_name: "Mrs Smith (grandma-pc)", user_name: "Helper" });
    const rows = await world.server.services.db.select().from(auditLog).orderBy(auditLog.position);
    const actions = rows.filter((row) => row.targetId === id).map((row) => row.action);
    expect(actions).toEqual(["machine.enrolled", "session.started", "session.ended", "machine.visit_ended"]);
  });

  test("a cancelled link sends away the agent that runs already", async () => {
    const link = await make();
    const { id } = await visit(link.code);
    await waitUntil("the agent to be there", async () => (await stateOf(link.id)) === "running");
    expect((await helper.ask("DELETE", `/api/support-links/${link.id}`)).status).toBe(204);
    expect(await isKnown(id)).toBe(false);
    expect((await connect(helper, link.id)).status).toBe(410);
    expect((await admin.ask("DELETE", `/api/support-links/${link.id}`)).status).toBe(404);
  });

  test("--run-once with a token is a visit, too, joined by its code", async () => {
    const token = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 1 } });
    const body = { ...describedMachine("visitor"), enrollment_token: token.body.token, temporary: true };
    const registered = await world.nobody.ask("POST", "/api/agent/register", { body });
    const [id, accessKey] = [String(registered.body.machine_id), String(registered.body.access_key)];
    const leave = await world.connectAgent({ id, accessKey } as Machine);
    const { body: code } = await world.nobody.ask("POST", "/api/agent/session-code", {
      headers: { Authorization: `Bearer ${accessKey}`, "X-Machine-Id": id },
    });
    const joined = await helper.ask("POST", "/api/sessions/join", { body: { code: code.code } });
    expect(joined.status).toBe(201);
    expect((await admin.ask("GET", `/api/machines/${id}`)).status).toBe(404);
    await helper.ask("DELETE", `/api/sessions/${joined.body.session_id}`);
    await leave();
    await waitUntil("the machine to be forgotten", async () => !(await isKnown(id)));
  });
});
