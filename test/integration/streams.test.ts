/** Streams between a request and a machine's agent, on the real server: the test is the agent, and asks through the services. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { STREAM_ANSWER_HEADER } from "../../protocol/messages/stream-request.ts";
import { PERMISSIONS } from "../../protocol/permissions.ts";
import { type AgentReply, askAgent } from "../../src/services/streams/ask-agent.ts";
import { openSocket, TestSocket } from "../fakes/relay-world.ts";
import { type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const SESSION = "0198a1b2-0000-7000-8000-0000000000aa";
const MIB = 1024 * 1024;

let world: ServerWorld;
let machine: Machine;
let group: string;
let agent: TestSocket;
const headersOf = ({ id, accessKey }: Machine) => ({ Authorization: `Bearer ${accessKey}`, "X-Machine-Id": id });

beforeAll(async () => {
  world = await startWorld("embedded");
  group = await world.addGroup("Office");
  machine = await world.addMachine("alpha", group);
  const headers = { ...headersOf(machine), "X-Remotelink-Protocol": "1" };
  agent = new TestSocket(openSocket(`${world.url.replace("http", "ws")}/ws/agent`, { headers }));
  await agent.opened;
});
afterAll(() => world.stop());

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

function ask(body?: Bytes, signal = new AbortController().signal) {
  return askAgent(world.server.services, {
    sessionId: SESSION,
    machineId: machine.id,
    request: { kind: "file_list", path: "~", elevated: false },
    permissions: new Set(PERMISSIONS),
    technician: { name: "Ada", email: "ada@example.com" },
    body,
    signal,
  });
}

const streamUrl = async () => `${world.url}/api/agent/streams/${(await agent.next("open_stream")).stream_id}`;

function put(url: string, body: Bytes | string, answer: object = { ok: true, facts: {} }, by = machine) {
  const headers = { ...headersOf(by), [STREAM_ANSWER_HEADER]: JSON.stringify(answer) };
  return fetch(url, { method: "PUT", headers, body });
}

/** Chunks of 1 MiB, one at a time; `breakAfter` of them it fails. */
function megabytes(count: number, breakAfter = Number.POSITIVE_INFINITY): Bytes {
  const chunk = new Uint8Array(MIB).fill(7);
  let sent = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (sent === breakAfter) controller.error(new Error("the disk broke"));
        else if (sent === count) controller.close();
        else controller.enqueue(chunk);
        sent++;
      },
    },
    { highWaterMark: 0 },
  );
}

async function readAll({ bytes }: AgentReply): Promise<number> {
  let total = 0;
  for await (const chunk of bytes ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })) {
    total += chunk.length;
  }
  return total;
}

test("an answer larger than any message comes through whole, and the agent hears that it did", async () => {
  const asking = ask();
  const answered = put(await streamUrl(), megabytes(200));
  expect(await readAll(await asking)).toBe(200 * MIB);
  expect((await answered).status).toBe(204);
});

test("the bytes of a request reach the agent, and its answer whoever asked", async () => {
  const asking = ask(megabytes(20));
  const url = await streamUrl();
  const taken = await fetch(url, { headers: headersOf(machine) });
  expect((await taken.bytes()).length).toBe(20 * MIB);
  expect((await fetch(url, { headers: headersOf(machine) })).status).toBe(404);
  const answered = put(url, "", { ok: true, facts: { size: 20 * MIB } });
  const reply = await asking;
  expect([reply.facts, reply.bytes]).toEqual([{ size: 20 * MIB }, null]);
  expect((await answered).status).toBe(204);
});

test("an answer that breaks is a break for whoever reads it, never a short end", async () => {
  const asking = ask();
  const answered = put(await streamUrl(), megabytes(100, 30)).catch(() => "broken");
  const reading = readAll(await asking).catch(() => "broken");
  expect([await answered, await reading]).toEqual(["broken", "broken"]);
});

test("an agent whose answer nobody wants any more is told so", async () => {
  const asking = ask();
  const answered = put(await streamUrl(), megabytes(100));
  const { bytes } = await asking;
  await bytes?.cancel();
  expect((await answered).status).toBe(410);
});

test("an answer that stops coming is broken off once its asker waits no longer, and its place is free", async () => {
  const asker = new AbortController();
  const asking = ask(undefined, asker.signal);
  const first = new Uint8Array([1]);
  const dripping: Bytes = new ReadableStream({ start: (controller) => controller.enqueue(first) });
  const answered = put(await streamUrl(), dripping).then(
    ({ status }) => status,
    () => "broken",
  );
  const reading = readAll(await asking).catch(() => "broken");
  asker.abort();
  expect(await reading).toBe("broken");
  expect([410, "broken"]).toContain(await answered);
});

test("a download is cut off once its asker may not read files there any more, and nobody else's with it", async () => {
  const begin = async (person: Person) => {
    const { body } = await person.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const path = `${world.url}/api/sessions/${body.session_id}/files/content?path=/big`;
    const asking = fetch(path, { headers: { cookie: person.cookie } });
    const facts = { size: 64 * MIB, modified_at: null, tag: null, is_zip: false, range: null };
    const dripping: Bytes = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(MIB)) });
    void put(await streamUrl(), dripping, { ok: true, facts }).catch(() => undefined);
    const answer = await asking;
    expect(answer.status).toBe(200);
    const reading = answer.bytes().then(
      () => "whole",
      () => "broken",
    );
    return { reading };
  };
  const [loser, other] = [await world.addUser("Lou"), await world.addUser("Otto")];
  for (const person of [loser, other]) await world.addToGroup(group, person, PERMISSIONS);
  const [theirs, others] = [await begin(loser), await begin(other)];
  const admin = await world.admin();
  const body = { permissions: PERMISSIONS.filter((one) => one !== "files_read") };
  await admin.ask("PUT", `/api/groups/${group}/members/${loser.id}`, { body });
  expect(await theirs.reading).toBe("broken");
  expect(await Promise.race([others.reading, Bun.sleep(300)])).toBeUndefined();
});

test("a stream is its own machine's: to another, and without a key, it does not exist", async () => {
  const other = await world.addMachine("beta");
  const gone = new AbortController();
  const asking = ask(undefined, gone.signal).catch(() => "given up");
  const url = await streamUrl();
  expect((await put(url, "", { ok: true, facts: {} }, other)).status).toBe(404);
  expect((await put(url, "", { ok: true, facts: {} }, { ...machine, accessKey: "wrong" })).status).toBe(401);
  expect((await fetch(url)).status).toBe(401);
  expect((await put(url, "", { ok: "perhaps" })).status).toBe(400);
  gone.abort();
  expect(await asking).toBe("given up");
  expect((await put(url, "")).status).toBe(404);
});
