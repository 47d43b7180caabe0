/** Two machines from one disk, each with the real agent and its copied config: both end as machines of their own, and stay. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import {
  canIsolate,
  type IsolatedMachine,
  type MachineProcess,
  startIsolatedMachine,
} from "../fakes/isolated-machine.ts";
import { type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(120_000);

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));

let world: ServerWorld;
let admin: Person;
const places: IsolatedMachine[] = [];

beforeAll(async () => {
  if (!canIsolate) return;
  world = await startWorld("embedded");
  admin = await world.admin();
});
afterAll(async () => {
  for (const place of places) await place.stop();
  await world?.stop();
});

/** A machine with a system of its own, as far as machine-id(5) tells. */
async function startPlace(machineId: string): Promise<IsolatedMachine> {
  const place = await startIsolatedMachine();
  places.push(place);
  const file = join(place.directory, "machine-id");
  writeFileSync(file, `${machineId}\n`);
  await place.run(["mount", "--bind", file, "/etc/machine-id"]);
  mkdirSync(configDirectory(place), { mode: 0o700 });
  return place;
}

const configDirectory = (place: IsolatedMachine) => join(place.directory, "agent");
const configPath = (place: IsolatedMachine) => join(configDirectory(place), "agent.json");
const configOf = (place: IsolatedMachine) => JSON.parse(readFileSync(configPath(place), "utf8"));
const startAgent = (place: IsolatedMachine, ...flags: string[]): MachineProcess =>
  place.start([process.execPath, MAIN, "--config", configPath(place), "-v", ...flags]);

async function onlineIds(): Promise<string[]> {
  const { body } = await admin.ask<{ items: { id: string; online: boolean }[] }>("GET", "/api/machines");
  return body.items.filter(({ online }) => online).map(({ id }) => id);
}

const isolated = canIsolate ? test : test.skip;

isolated(
  "of two agents with one config (needs root) each becomes a machine, and neither is put out again",
  async () => {
    const [first, second] = [await startPlace("1".repeat(32)), await startPlace("2".repeat(32))];
    const token = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 1 } });
    const original = startAgent(
      first,
      "--server",
      world.url,
      "--enroll",
      String(token.body.token),
      "--name",
      "original",
    );
    await original.log.waitFor(/online at/);
    cpSync(configPath(first), configPath(second));
    const before = configOf(first);

    const copy = startAgent(second);
    await copy.log.waitFor(/as a machine of its own[\s\S]*online at/);
    const after = configOf(second);
    expect(after).toMatchObject({ server: before.server, relay_url: before.relay_url });
    expect(after.machine_id).not.toBe(before.machine_id);
    expect(after.access_key).not.toBe(before.access_key);
    expect(statSync(configPath(second)).mode & 0o777).toBe(0o600);
    expect(configOf(first)).toEqual(before);
    const both = [before.machine_id, after.machine_id].sort();
    await waitUntil("both to be online", async () => (await onlineIds()).sort().join() === both.join());
    const rows = await world.server.services.db.select().from(auditLog).where(eq(auditLog.action, "machine.cloned"));
    expect(rows).toMatchObject([{ actorId: before.machine_id, targetId: after.machine_id }]);

    // Longer than the first pauses before a reconnect: a quarrel would show.
    await Bun.sleep(4_000);
    expect(original.log.text()).not.toContain("connection lost");
    expect(copy.log.text().split("as a machine of its own")[1]).not.toContain("connection lost");

    await copy.end();
    const again = startAgent(second);
    await again.log.waitFor(/online at/);
    expect((await onlineIds()).sort()).toEqual(both);
    expect(original.log.text()).not.toContain("connection lost");
  },
);
