import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { checkOffer } from "../../agent/update/check-offer.ts";
import { type HeartbeatResponse, heartbeatResponse } from "../../protocol/rest/agent.ts";
import { type BulkAnswer, bulkAnswer } from "../../protocol/rest/machine-bulk.ts";
import type { Machine as MachineShape } from "../../protocol/rest/people.ts";
import { machines } from "../../src/db/schema/machines.ts";
import { DATABASES, type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const SHA256 = "ab".repeat(32);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let directory: string;
  let admin: Person;
  let member: Person;
  let group: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "remotelink-releases-"));
    for (const name of ["web", "downloads"]) mkdirSync(join(directory, name));
    handOut("2.0.0");
    world = await startWorld(kind, {}, { web: join(directory, "web"), downloads: join(directory, "downloads") });
    admin = await world.admin();
    member = await world.addUser("Mem");
    group = await world.addGroup("Office", [{ person: member, permissions: ["view", "control"] }]);
  });
  afterAll(async () => {
    await world.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function handOut(version: string): void {
    const file = { name: "remotelink-agent-linux", os: "linux", arch: "x64", size: 1_000, sha256: SHA256 };
    writeFileSync(join(directory, "downloads/manifest.json"), JSON.stringify({ version, files: [file] }));
  }
  const setUpdates = (agent_updates: "automatic" | "when_asked") =>
    admin.ask("PATCH", "/api/settings", { body: { agent_updates } });
  async function beat(machine: Machine, facts: object = {}): Promise<HeartbeatResponse["update"]> {
    const body = { agent_version: "0.1.0", ...facts };
    const answer = await machine.ask("POST", "/api/agent/heartbeat", { body });
    expect(answer.status).toBe(200);
    return heartbeatResponse.parse(answer.body).update;
  }
  async function ask(person: Person, ...of: { id: string }[]): Promise<string[]> {
    const body = { action: "update_agent", machine_ids: of.map(({ id }) => id) };
    const answer = await person.ask<BulkAnswer>("POST", "/api/machines/bulk", { body });
    return bulkAnswer.parse(answer.body).results.map((result) => (result.ok ? "ok" : result.error.code));
  }
  const shown = async (machine: Machine) => (await admin.ask<MachineShape>("GET", `/api/machines/${machine.id}`)).body;

  test("by themselves: an older agent is offered the newest, signed with the key that it pinned", async () => {
    await setUpdates("automatic");
    const machine = await world.addMachine("auto", group);
    const offer = await beat(machine);
    expect(offer).toMatchObject({
      version: "2.0.0",
      url: `${world.url}/downloads/remotelink-agent-linux`,
      size: 1_000,
      sha256: SHA256,
    });
    expect(offer?.asked_at).toBeUndefined();
    const own = {
      publicKey: world.server.services.keys.updatePublicKey,
      version: "0.1.0",
      platform: "linux-x64",
      nowMs: Date.now(),
    };
    expect(offer && checkOffer(offer, own).sha256).toBe(SHA256);
  });

  test("one that is as new or newer, waits to be accepted, or is of a platform without an agent, is offered none", async () => {
    await setUpdates("automatic");
    const machine = await world.addMachine("none", group);
    expect(await beat(machine, { agent_version: "2.0.0" })).toBeNull();
    expect(await beat(machine, { agent_version: "10.0.0" })).toBeNull();
    expect(await beat(machine, { os: "windows" })).toBeNull();
    expect(await beat(machine, { arch: "arm64", os: "linux" })).toBeNull();
    await world.server.services.db
      .update(machines)
      .set({ quarantinedAt: new Date() })
      .where(eq(machines.id, machine.id));
    expect(await beat(machine, { arch: "x64" })).toBeNull();
  });

  test("when asked: only that machine, until it runs another version; both are on record", async () => {
    await setUpdates("when_asked");
    const [asked, other] = [await world.addMachine("asked", group), await world.addMachine("other", group)];
    expect([await beat(asked), await beat(other)]).toEqual([null, null]);
    expect(await ask(admin, asked)).toEqual(["ok"]);
    const { update_asked_at } = await shown(asked);
    expect(await beat(asked)).toMatchObject({ version: "2.0.0", asked_at: update_asked_at });
    expect(await beat(other)).toBeNull();
    expect(await beat(asked, { agent_version: "2.0.0" })).toBeNull();
    expect(await shown(asked)).toMatchObject({ agent_version: "2.0.0", update_asked_at: null });
    const log = await admin.ask<{ items: { action: string; details: object }[] }>(
      "GET",
      `/api/audit?target=${asked.id}`,
    );
    expect(log.body.items.slice(0, 2)).toMatchObject([
      { action: "machine.agent_changed", details: { from: "0.1.0", to: "2.0.0" } },
      { action: "machine.update_asked", details: { from: "0.1.0", to: "2.0.0" } },
    ]);
  });

  test("is asked for by whoever may manage the machine, where there is something newer", async () => {
    const office = await world.addMachine("managed", group);
    const elsewhere = await world.addMachine("elsewhere");
    const newest = await world.addMachine("newest", group);
    await beat(newest, { agent_version: "2.0.0" });
    const windows = await world.addMachine("windows", group);
    await beat(windows, { os: "windows" });
    expect(await ask(member, office, elsewhere)).toEqual(["forbidden", "not_found"]);
    expect(await ask(admin, office, elsewhere, newest, windows)).toEqual(["ok", "ok", "up_to_date", "no_agent_built"]);
  });

  test("one that says every time that it is another fills no log", async () => {
    await setUpdates("when_asked");
    const machine = await world.addMachine("fickle", group);
    for (let round = 0; round < 12; round += 1) {
      await beat(machine, { agent_version: "1.0.0" });
      await beat(machine, { agent_version: "1.0.1" });
    }
    const log = await admin.ask<{ items: object[] }>(
      "GET",
      `/api/audit?target=${machine.id}&action=machine.agent_changed&limit=100`,
    );
    expect(log.body.items).toHaveLength(10);
    expect(await shown(machine)).toMatchObject({ agent_version: "1.0.1" });
  });

  test("what kept an agent from it is told with the machine", async () => {
    const machine = await world.addMachine("failing", group);
    const update_failure = { version: "2.0.0", reason: "it ended while it was tried (exit code 3)" };
    await beat(machine, { update_failure });
    expect((await shown(machine)).inventory?.update_failure).toEqual(update_failure);
    await beat(machine, { update_failure: null });
    expect((await shown(machine)).inventory?.update_failure).toBeNull();
  });

  test("a new build is offered without a restart, and a broken manifest offers nothing", async () => {
    await setUpdates("automatic");
    const machine = await world.addMachine("rebuilt", group);
    await Bun.sleep(20);
    handOut("2.1.0");
    expect(await beat(machine)).toMatchObject({ version: "2.1.0" });
    await Bun.sleep(20);
    writeFileSync(join(directory, "downloads/manifest.json"), "{");
    expect(await beat(machine)).toBeNull();
    await Bun.sleep(20);
    handOut("2.0.0");
  });
});
