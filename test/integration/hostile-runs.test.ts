/** Script runs whose agent means no good: the test is the agent, on the real server. Whatever it does, the run has an end. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { STREAM_ANSWER_HEADER } from "../../protocol/messages/stream-request.ts";
import { scriptRunMachines } from "../../src/db/schema/script-run-machines.ts";
import { scriptRuns } from "../../src/db/schema/script-runs.ts";
import { resolveKey } from "../../src/services/accounts/resolve-key.ts";
import { runOnMachine } from "../../src/services/script-runs/run-on-machine.ts";
import { openSocket, TestSocket } from "../fakes/relay-world.ts";
import { type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(30_000);

let world: ServerWorld;
let admin: Person;
let machine: Machine;
let agent: TestSocket;
beforeAll(async () => {
  world = await startWorld("embedded");
  admin = await world.admin();
  machine = await world.addMachine("alpha");
  const headers = { ...headersOf(), "X-Remotelink-Protocol": "1" };
  agent = new TestSocket(openSocket(`${world.url.replace("http", "ws")}/ws/agent`, { headers }));
  await agent.opened;
});
afterAll(() => world.stop());

const headersOf = () => ({ Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id });

/** A run that is waited for only a moment past its time; `settled` tells how it is at its end. */
async function begin(timeoutS: number) {
  const { services } = world.server;
  const { body } = await admin.ask("POST", "/api/api-keys", { body: { name: "runner" } });
  const actor = await resolveKey(services, String(body.key), null);
  if (!actor) throw new Error("the key opens nothing");
  const at = new Date();
  const script = { name: "uptime", shell: "sh", script: "uptime", timeoutS, isElevated: false } as const;
  const by = { createdBy: admin.id, createdByName: "Ada", createdAt: at, aliveAt: at };
  const [run] = await services.db
    .insert(scriptRuns)
    .values({ ...script, ...by, parameterNames: [] })
    .returning();
  if (!run) throw new Error("no run was written");
  await services.db.insert(scriptRunMachines).values({ runId: run.id, machineId: machine.id, machineName: "alpha" });
  const targets = services.activeRuns.open(run.id, [machine.id]);
  const target = targets.get(machine.id);
  if (!target) throw new Error("there is no target");
  const toDo = { run, parameters: {}, actor, targets, endGraceMs: 200 };
  const settled = runOnMachine(services, toDo, machine.id, target).then(async () => {
    services.activeRuns.close(run.id);
    const [row] = await services.db.select().from(scriptRunMachines).where(eq(scriptRunMachines.runId, run.id));
    return row;
  });
  const asked = await agent.next("open_stream", ({ request }) => (request as { kind: string }).kind === "script_run");
  return { target, settled, url: `${world.url}/api/agent/streams/${asked.stream_id}` };
}

/** Says for ever that it goes on. */
function tickFor(url: string): Promise<number | string> {
  const tick = new TextEncoder().encode('{"type":"tick"}\n');
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Bun.sleep(20);
      controller.enqueue(tick);
    },
  });
  const headers = { ...headersOf(), [STREAM_ANSWER_HEADER]: JSON.stringify({ ok: true, facts: {} }) };
  return fetch(url, { method: "PUT", headers, body }).then(
    ({ status }) => status,
    () => "broken",
  );
}

const isToldToStop = () =>
  agent.next("open_stream", ({ request }) => (request as { kind: string }).kind === "script_stop");

test("one that says for ever that its script goes on is not followed past the script's time", async () => {
  const { settled, url } = await begin(1);
  const answered = tickFor(url);
  expect(await settled).toMatchObject({ state: "unknown", message: expect.stringContaining("its time is over") });
  expect([410, "broken"]).toContain(await answered);
  await isToldToStop();
});

test("one that takes the script and never answers is not waited for past its time", async () => {
  const { settled, url } = await begin(1);
  expect((await fetch(url, { headers: headersOf() })).status).toBe(200);
  expect(await settled).toMatchObject({ state: "unknown", message: expect.stringContaining("its time is over") });
});

test("one that goes on although it was told to stop is not followed for the hours that the script might take", async () => {
  const { target, settled, url } = await begin(3_600);
  void tickFor(url);
  target.stop();
  expect(await settled).toMatchObject({ state: "unknown" });
});
