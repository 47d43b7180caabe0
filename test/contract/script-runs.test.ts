/** A script on machines that nobody watches: the real server, a real agent, and everything that can become of a run. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { MAX_RUN_OUTPUT_BYTES } from "../../protocol/limits.ts";
import { PERMISSIONS } from "../../protocol/permissions.ts";
import type { RunMachine, RunOutput, ScriptRunDetail } from "../../protocol/rest/scripts.ts";
import { auditLog } from "../../src/db/schema/audit-log.ts";
import { groupMembers } from "../../src/db/schema/group-members.ts";
import { scriptRunMachines } from "../../src/db/schema/script-run-machines.ts";
import { scriptRuns } from "../../src/db/schema/script-runs.ts";
import { endAbandonedRuns } from "../../src/services/script-runs/end-abandoned-runs.ts";
import { type FileWorld, startFileWorld } from "../fakes/file-world.ts";
import type { Person } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

let machine: FileWorld;
let person: Person;
beforeAll(async () => {
  machine = await startFileWorld();
  ({ person } = await machine.technician("Tess"));
});
afterAll(() => machine?.stop());

/** As root the agent runs scripts as who sits at the machine, and here nobody does. */
const ELEVATED = process.getuid?.() === 0;

const start = async (script: string, more: object = {}, by: Person = person) => {
  const body = { shell: "bash", script, elevated: ELEVATED, machine_ids: [machine.machineId], ...more };
  return by.ask("POST", "/api/script-runs", { body });
};
const detail = async (id: unknown) => (await person.ask<ScriptRunDetail>("GET", `/api/script-runs/${id}`)).body;
const outputOf = async (id: unknown, offset = 0, machineId = machine.machineId) =>
  (await person.ask<RunOutput>("GET", `/api/script-runs/${id}/machines/${machineId}/output?offset=${offset}`)).body;
const textOf = ({ parts }: RunOutput, stream?: string) =>
  parts
    .filter((part) => stream === undefined || part.stream === stream)
    .map(({ data }) => data)
    .join("");

async function over(id: unknown): Promise<RunMachine> {
  await waitUntil("the end of the run", async () => (await detail(id)).ended_at !== null, 30_000);
  const [result] = (await detail(id)).machines;
  if (!result) throw new Error("the run has no machine");
  return result;
}

/** @returns what became of it, with all that it said */
async function run(script: string, more: object = {}) {
  const { status, body } = await start(script, more);
  expect([status, body.error]).toEqual([201, undefined]);
  return { id: body.id, result: await over(body.id), output: await outputOf(body.id) };
}

describe("a run", () => {
  test("ends with the script's exit code, and what it said on both streams", async () => {
    const { id, result, output } = await run("echo out; echo err >&2; exit 3");
    expect(result).toMatchObject({ state: "done", exit_code: 3, output_cut: false });
    expect(textOf(output, "stdout")).toBe("out\n");
    expect(textOf(output, "stderr")).toBe("err\n");
    expect(output.is_over).toBe(true);
    expect((await detail(id)).counts).toEqual({ waiting: 0, running: 0, succeeded: 0, failed: 1, other: 0 });
  });

  test("hands parameters over as they are, whatever is in them", async () => {
    const value = `it's "quoted" $(touch ${machine.home}/pwned) \`id\`; \\ \n 漢字 😀`;
    const { result, output } = await run('printf %s "$VALUE"', { parameters: { VALUE: value } });
    expect(result.state).toBe("done");
    expect(textOf(output)).toBe(value);
    expect(existsSync(join(machine.home, "pwned"))).toBe(false);
  });

  test("shows its output while it goes on", async () => {
    const { body } = await start(`echo first; while [ ! -e ${machine.home}/go ]; do sleep 0.05; done; echo second`);
    await waitUntil("the first line", async () => textOf(await outputOf(body.id)) === "first\n", 10_000);
    const before = await outputOf(body.id);
    expect(before.is_over).toBe(false);
    expect((await detail(body.id)).machines[0]).toMatchObject({ state: "running", ended_at: null });
    mkdirSync(join(machine.home, "go"));
    expect(await over(body.id)).toMatchObject({ state: "done", exit_code: 0 });
    expect(textOf(await outputOf(body.id, before.next_offset))).toBe("second\n");
  });

  test("is stopped with all that it started", async () => {
    const { body } = await start("echo $$; sleep 300 & echo $!; wait");
    await waitUntil(
      "its two numbers",
      async () =>
        textOf(await outputOf(body.id))
          .trim()
          .split("\n").length === 2,
      10_000,
    );
    const pids = textOf(await outputOf(body.id))
      .trim()
      .split("\n")
      .map(Number);
    expect((await person.ask("POST", `/api/script-runs/${body.id}/stop`, { body: {} })).status).toBe(204);
    expect(await over(body.id)).toMatchObject({ state: "stopped" });
    await waitUntil("the end of both", () => pids.every((pid) => !isRunning(pid)), 10_000);
    const again = await person.ask("POST", `/api/script-runs/${body.id}/stop`, { body: {} });
    expect([again.status, again.body.error]).toMatchObject([409, { code: "run_is_over" }]);
  });

  test("ends at its time limit", async () => {
    const { result } = await run("sleep 300", { timeout_s: 1 });
    expect(result.state).toBe("timed_out");
  });

  test("keeps so much of what it says, marks that it is cut, and lets the script go on", async () => {
    const { result, output } = await run(`head -c 3000000 /dev/zero | tr '\\0' x; touch ${machine.home}/went-on`);
    expect(result).toMatchObject({ state: "done", exit_code: 0, output_cut: true });
    const kept = textOf(output).length;
    expect(kept).toBeGreaterThan(MAX_RUN_OUTPUT_BYTES / 2);
    expect(kept).toBeLessThanOrEqual(MAX_RUN_OUTPUT_BYTES);
    expect(existsSync(join(machine.home, "went-on"))).toBe(true);
  });

  test("says so where the machine has no such shell", async () => {
    const { result } = await run("dir", { shell: "cmd" });
    expect(result).toMatchObject({ state: "not_started", exit_code: null, message: expect.stringContaining("cmd") });
  });

  test.skipIf(!ELEVATED)("is not begun for a person where nobody is logged in", async () => {
    const { result } = await run("true", { elevated: false });
    expect(result).toMatchObject({ state: "not_started", message: expect.stringContaining("nobody is logged in") });
  });

  test("holds what no database can: a NUL and half a character", async () => {
    const { output } = await run("printf 'a\\0b\\xff'");
    expect(textOf(output)).toBe("a\uFFFDb\uFFFD");
  });

  test("of a saved script fills in its defaults, and refuses what it does not ask for or what is missing", async () => {
    const parameters = [
      { name: "GREETING", default: "hello" },
      { name: "WHO", label: "Whom", required: true },
    ];
    const saved = await person.ask("POST", "/api/scripts", {
      body: { name: "Greet", shell: "sh", script: 'echo "$GREETING $WHO"', parameters, timeout_s: 30 },
    });
    const withParameters = (values: object) =>
      person.ask("POST", "/api/script-runs", {
        body: {
          script_id: saved.body.id,
          machine_ids: [machine.machineId],
          parameters: values,
          elevated: ELEVATED,
        },
      });
    expect((await withParameters({})).body.error).toMatchObject({ message: expect.stringContaining("Whom") });
    expect((await withParameters({ WHO: "x", MORE: "y" })).status).toBe(400);
    const { body } = await withParameters({ WHO: "world" });
    await over(body.id);
    expect(textOf(await outputOf(body.id))).toBe("hello world\n");
    expect(body).toMatchObject({
      name: "Greet",
      script_id: saved.body.id,
      timeout_s: 30,
      parameters: ["GREETING", "WHO"],
    });
  });
});

describe("nothing secret", () => {
  test("is on record: parameters are kept by their names only", async () => {
    const { id } = await run("true", { parameters: { PASSWORD: "swordfish-4711" } });
    const { db } = machine.world.server.services;
    for (const table of ["script_runs", "script_run_machines", "audit_log"]) {
      const rows = await db.execute(sql.raw(`select row_to_json(t)::text as row from ${table} t`));
      const texts = JSON.stringify(rows);
      expect([table, texts.includes("swordfish-4711")]).toEqual([table, false]);
    }
    expect((await detail(id)).parameters).toEqual(["PASSWORD"]);
  });

  test("is on a command line while it runs", async () => {
    const secret = "swordfish-4712";
    const { body } = await start("sleep 1; echo done", { parameters: { PASSWORD: secret } });
    await waitUntil("its beginning", async () => (await detail(body.id)).machines[0]?.state === "running", 10_000);
    const lines = new Bun.Glob("/proc/[0-9]*/cmdline").scanSync({ absolute: true, onlyFiles: false });
    for (const path of lines) {
      // A process may end as it is looked at.
      const line = existsSync(path) ? tryRead(path) : "";
      expect(line.includes(secret)).toBe(false);
    }
    await over(body.id);
  });
});

describe("on record", () => {
  test("is each run on each machine, before it begins", async () => {
    const { id } = await run("true");
    const { db } = machine.world.server.services;
    const rows = await db.select().from(auditLog).where(eq(auditLog.targetId, machine.machineId));
    const ofRun = rows.filter(({ action, details }) => action === "machine.script_run" && details.run_id === id);
    expect(ofRun).toMatchObject([{ actorId: person.id, details: { shell: "bash" } }]);
  });
});

describe("who may", () => {
  let groupId: string;
  beforeEach(async () => {
    const [row] = await machine.world.server.services.db
      .select()
      .from(groupMembers)
      .where(eq(groupMembers.userId, person.id));
    groupId = row?.groupId ?? "";
  });

  test("one machine without the right, and nothing is begun on any", async () => {
    const foreign = await machine.world.addMachine("foreign", await machine.world.addGroup("Foreign"));
    const answer = await start("true", { machine_ids: [machine.machineId, foreign.id] });
    expect(answer.status).toBe(404);
    const runs = await machine.world.server.services.db.select().from(scriptRuns).where(eq(scriptRuns.script, "true"));
    const withForeign = await machine.world.server.services.db
      .select()
      .from(scriptRunMachines)
      .where(eq(scriptRunMachines.machineId, foreign.id));
    expect([runs.length > 0, withForeign]).toEqual([true, []]);
  });

  test("as administrator only with that permission", async () => {
    const plain = await machine.world.addUser("Plain");
    await machine.world.addToGroup(
      groupId,
      plain,
      PERMISSIONS.filter((one) => one !== "elevated"),
    );
    expect((await start("true", { elevated: true }, plain)).status).toBe(403);
    expect((await start("true", { elevated: false }, plain)).status).toBe(201);
  });

  test("a right that was lost meanwhile is found out when its turn comes", async () => {
    const leaver = await machine.world.addUser("Leaver");
    await machine.world.addToGroup(groupId, leaver, PERMISSIONS);
    const { db } = machine.world.server.services;
    const { status, body } = await start("true", {}, leaver);
    expect(status).toBe(201);
    await waitUntil(
      "its end",
      async () => (await leaver.ask("GET", `/api/script-runs/${body.id}`)).body.ended_at !== null,
    );
    await db.delete(groupMembers).where(eq(groupMembers.userId, leaver.id));
    expect((await start("true", {}, leaver)).status).toBe(403);
  });

  test("others' runs are as if they were not there", async () => {
    const { id } = await run("true");
    const other = await machine.world.addUser("Other");
    await machine.world.addToGroup(groupId, other, PERMISSIONS);
    expect((await other.ask("GET", `/api/script-runs/${id}`)).status).toBe(404);
    expect((await other.ask("POST", `/api/script-runs/${id}/stop`, { body: {} })).status).toBe(404);
    const admin = await machine.world.admin();
    expect((await admin.ask("GET", `/api/script-runs/${id}`)).status).toBe(200);
  });
});

describe("a machine that", () => {
  afterEach(async () => {
    const isOnline = () => machine.world.server.services.live.isMachineOnline(machine.machineId);
    if (!isOnline()) await machine.startAgent();
    await waitUntil("the agent", isOnline, 20_000);
  });

  test("is away has a result of its own, and the others go on", async () => {
    const [row] = await machine.world.server.services.db
      .select()
      .from(groupMembers)
      .where(eq(groupMembers.userId, person.id));
    const away = await machine.world.addMachine("away", row?.groupId);
    const { body } = await start("echo here", { machine_ids: [away.id, machine.machineId] });
    await over(body.id);
    const { machines } = await detail(body.id);
    expect(Object.fromEntries(machines.map(({ machine_id, state }) => [machine_id, state]))).toEqual({
      [away.id]: "offline",
      [machine.machineId]: "done",
    });
  });

  test("is killed in the middle leaves a run whose end is not known", async () => {
    const { body } = await start("echo begun; sleep 300");
    await waitUntil("its beginning", async () => textOf(await outputOf(body.id)) === "begun\n", 10_000);
    await machine.killAgent();
    expect(await over(body.id)).toMatchObject({ state: "unknown", message: expect.stringContaining("lost") });
    expect(textOf(await outputOf(body.id))).toBe("begun\n");
  });
});

test("what a restart left behind is called what it is", async () => {
  const { services } = machine.world.server;
  const longAgo = new Date(Date.now() - 3_600_000);
  const id = Bun.randomUUIDv7();
  const facts = {
    name: "Left",
    shell: "sh",
    script: "true",
    timeoutS: 60,
    isElevated: false,
    parameterNames: [],
  } as const;
  await services.db.insert(scriptRuns).values({
    id,
    ...facts,
    parameterNames: [],
    createdBy: person.id,
    createdByName: "Tess",
    createdAt: longAgo,
    aliveAt: longAgo,
  });
  const [running, queued] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  await services.db.insert(scriptRunMachines).values([
    { runId: id, machineId: running, machineName: "a", state: "running", startedAt: longAgo },
    { runId: id, machineId: queued, machineName: "b" },
  ]);
  await endAbandonedRuns(services);
  const { machines, ended_at } = await detail(id);
  expect(ended_at).not.toBeNull();
  expect(machines.map(({ state }) => state)).toEqual(["unknown", "stopped"]);
});

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
