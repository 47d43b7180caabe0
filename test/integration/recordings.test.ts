/** Recordings over REST: who sees and removes which, what is read of them, how long they are kept, and a disk that fails. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { recordings } from "../../src/db/schema/recordings.ts";
import { sessions } from "../../src/db/schema/sessions.ts";
import { endAbandonedRecordings } from "../../src/services/recordings/end-abandoned-recordings.ts";
import { createRecorder } from "../../src/services/recordings/recorder.ts";
import { removeExpiredRecordings } from "../../src/services/recordings/remove-recording.ts";
import { callerAt, DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const JPEG = Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let directory: string;
  let admin: Person;
  let member: Person;
  let blind: Person;
  let stranger: Person;
  let machine: Machine;
  let id: string;
  let sessionId: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "remotelink-recordings-"));
    world = await startWorld(kind, {
      RECORDING_DIR: directory,
      RECORDING_MAX_AGE_DAYS: "30",
      RECORDING_MAX_BYTES: "100",
    });
    admin = await world.admin();
    member = await world.addUser("Mem");
    blind = await world.addUser("Bli");
    stranger = await world.addUser("Str");
    const members = [{ person: member }, { person: blind, permissions: ["chat"] as const }];
    machine = await world.addMachine("desk", await world.addGroup("Office", members));
  });
  beforeEach(async () => {
    ({ id, sessionId } = await record());
  });
  afterAll(async () => {
    await world.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const path = (session = sessionId) => join(directory, `${session}.remrec`);
  const auditOf = (target: string) =>
    world.server.services.db.select().from(auditLog).where(eq(auditLog.targetId, target));

  /** A session that is over, and its recording of two frames. */
  async function record(startedAt = new Date()): Promise<{ id: string; sessionId: string }> {
    const { services } = world.server;
    const session = { id: Bun.randomUUIDv7(), machineId: machine.id, machineName: "desk", userName: "Ada" };
    await services.db
      .insert(sessions)
      .values({ ...session, startedAt, endedAt: new Date(), viewOnly: false, reason: "" });
    const recorder = createRecorder({ ...services, now: () => startedAt }, directory);
    const one = recorder.open({ ...session, sessionId: session.id });
    await one?.write(JPEG, 1_700_000_000_000);
    await one?.write(JPEG, 1_700_000_000_500);
    await one?.close();
    const [row] = await services.db.select().from(recordings).where(eq(recordings.sessionId, session.id));
    return { id: row?.id ?? "", sessionId: session.id };
  }

  test("who may see the machine's screen sees its recordings; for all others there is none", async () => {
    const idsFor = async (person: Person) => {
      const { body } = await person.ask<{ items: { id: string }[] }>("GET", `/api/recordings?session_id=${sessionId}`);
      return body.items.map((item) => item.id);
    };
    expect([await idsFor(admin), await idsFor(member)]).toEqual([[id], [id]]);
    expect([await idsFor(blind), await idsFor(stranger)]).toEqual([[], []]);
    for (const part of ["", "/index", "/content"]) {
      expect((await member.ask("GET", `/api/recordings/${id}${part}`)).status).toBe(200);
      for (const person of [blind, stranger]) {
        const foreign = await person.ask("GET", `/api/recordings/${id}${part}`);
        const unknown = await person.ask("GET", `/api/recordings/${Bun.randomUUIDv7()}${part}`);
        expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
      }
      expect((await world.nobody.ask("GET", `/api/recordings/${id}${part}`)).status).toBe(401);
    }
  });

  test("a key of an administrator that is narrowed lists what it may see, and nothing else", async () => {
    const idsOf = async (permissions: string[]) => {
      const { body: made } = await admin.ask("POST", "/api/api-keys", { body: { name: "looker", permissions } });
      const key = callerAt(world.url, { Authorization: `Bearer ${made.key}` });
      const { body } = await key.ask<{ items: { id: string }[] }>("GET", `/api/recordings?session_id=${sessionId}`);
      return body.items.map((item) => item.id);
    };
    expect([await idsOf(["view"]), await idsOf(["scripts"])]).toEqual([[id], []]);
  });

  test("its parts are told by the index and given by range, and looking is on record", async () => {
    const { body: index } = await member.ask("GET", `/api/recordings/${id}/index`);
    expect(index).toEqual({ start_ms: 1_700_000_000_000, at_ms: [0, 500], offset: [18, 37], bytes: [7, 7] });
    const answer = await fetch(`${world.url}/api/recordings/${id}/content`, {
      headers: { cookie: member.cookie, Range: "bytes=37-43" },
    });
    expect(answer.status).toBe(206);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(JPEG);
    const whole = await member.ask("GET", `/api/recordings/${id}/content`);
    expect(whole.headers.get("content-disposition")).toContain("desk");
    const actions = (await auditOf(id)).map(({ action, actorId }) => [action, actorId]);
    expect(actions).toEqual([
      ["recording.viewed", member.id],
      ["recording.downloaded", member.id],
    ]);
  });

  test("only an administrator removes one, with its file", async () => {
    expect((await member.ask("DELETE", `/api/recordings/${id}`)).status).toBe(403);
    expect((await stranger.ask("DELETE", `/api/recordings/${id}`)).status).toBe(404);
    expect(existsSync(path())).toBe(true);
    expect((await admin.ask("DELETE", `/api/recordings/${id}`)).status).toBe(204);
    expect(existsSync(path())).toBe(false);
    expect((await admin.ask("GET", `/api/recordings/${id}`)).status).toBe(404);
    const done = (await auditOf(id)).map(({ action }) => action).filter((action) => action !== "request.refused");
    expect(done).toEqual(["recording.removed"]);
  });

  test("what is too old goes, then the oldest until the rest is small enough", async () => {
    const { db } = world.server.services;
    await db.delete(recordings);
    const day = 86_400_000;
    const [ancient, older, newer] = await Promise.all([
      record(new Date(Date.now() - 31 * day)),
      record(new Date(Date.now() - 2 * day)),
      record(new Date(Date.now() - day)),
    ]);
    const newest = await record();
    await removeExpiredRecordings(world.server.services);
    const kept = (await db.select().from(recordings)).map((row) => row.id).toSorted();
    // Each has 44 bytes; 100 hold two.
    expect(kept).toEqual([newer.id, newest.id].toSorted());
    expect([ancient, older].map((gone) => existsSync(path(gone.sessionId)))).toEqual([false, false]);
  });

  test("one that a crash left open is closed once its session is over", async () => {
    const { db } = world.server.services;
    await db.update(recordings).set({ endedAt: null, sizeBytes: 0 }).where(eq(recordings.id, id));
    expect((await admin.ask("DELETE", `/api/recordings/${id}`)).status).toBe(409);
    await endAbandonedRecordings(world.server.services);
    const [row] = await db.select().from(recordings).where(eq(recordings.id, id));
    expect(row).toMatchObject({ sizeBytes: 44, endedAt: expect.any(Date) });
  });

  test("a disk that takes nothing ends the recording and is on record; the file is what it was", async () => {
    const { services } = world.server;
    const warnings: string[] = [];
    const broken = createRecorder({ ...services, warn: (text) => warnings.push(text) }, join(directory, "gone"));
    const session = { sessionId: Bun.randomUUIDv7(), machineId: machine.id, machineName: "desk", userName: "Ada" };
    const recording = broken.open(session);
    expect(broken.isOpen(session.sessionId)).toBe(true);
    await expect(recording?.write(JPEG, 1)).rejects.toThrow();
    await recording?.write(JPEG, 2);
    expect(broken.isOpen(session.sessionId)).toBe(false);
    expect(warnings).toEqual(["a recording ended early"]);
    expect((await auditOf(session.sessionId)).map(({ action }) => action)).toEqual(["recording.failed"]);
  });
});
