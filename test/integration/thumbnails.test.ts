/** Thumbnails on the real server: the test is the agent, and sends what an agent may and may not. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { MAX_THUMBNAIL_BYTES } from "../../protocol/limits.ts";
import { STREAM_ANSWER_HEADER } from "../../protocol/messages/stream-request.ts";
import { openSocket, TestSocket } from "../fakes/relay-world.ts";
import { type Machine, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

let world: ServerWorld;
let admin: Person;
let viewer: Person;
let stranger: Person;
let chatter: Person;
let group: string;
let machine: Machine;
let agent: TestSocket;

beforeAll(async () => {
  world = await startWorld("embedded");
  admin = await world.admin();
  [viewer, stranger, chatter] = (await Promise.all(["Vi", "Stan", "Chad"].map((name) => world.addUser(name)))) as [
    Person,
    Person,
    Person,
  ];
  group = await world.addGroup("Office", [
    { person: viewer, permissions: ["view"] },
    { person: chatter, permissions: ["chat"] },
  ]);
});
afterAll(() => world.stop());

beforeEach(async () => {
  machine = await world.addMachine("alpha", group);
  agent = await connect(machine);
});
afterEach(() => agent.socket.close());

async function connect({ id, accessKey }: Machine, more: Record<string, string> = {}): Promise<TestSocket> {
  const headers = { Authorization: `Bearer ${accessKey}`, "X-Machine-Id": id, "X-Remotelink-Protocol": "1", ...more };
  const socket = new TestSocket(openSocket(`${world.url.replace("http", "ws")}/ws/agent`, { headers }));
  await socket.opened;
  return socket;
}

/** A frame header of that size, and as many bytes as are wanted. */
function jpeg({ width = 320, height = 200, bytes = 2_000 } = {}): Uint8Array<ArrayBuffer> {
  const header = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3];
  const picture = new Uint8Array(bytes).fill(7);
  picture.set(header);
  return picture;
}

const look = (person: Person, id = machine.id) =>
  fetch(`${world.url}/api/machines/${id}/thumbnail`, { headers: { cookie: person.cookie } });

async function answerWith(body: Uint8Array<ArrayBuffer> | string, answer: object = { ok: true, facts: {} }) {
  const { stream_id, request, permissions } = await agent.next("open_stream");
  expect([request, permissions]).toEqual([{ kind: "thumbnail" }, ["view"]]);
  await fetch(`${world.url}/api/agent/streams/${stream_id}`, {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${machine.accessKey}`,
      "X-Machine-Id": machine.id,
      [STREAM_ANSWER_HEADER]: JSON.stringify(answer),
    },
    body,
  });
}

test("who may see the screen is shown its picture, which nobody keeps and no other site may embed", async () => {
  const looking = look(viewer);
  await answerWith(jpeg());
  const answer = await looking;
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
    200,
    "image/jpeg",
    "no-store",
  ]);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(await answer.bytes()).toEqual(jpeg());
});

test("one look serves all who look within half a minute", async () => {
  const looks = [look(viewer), look(admin), look(viewer)];
  await answerWith(jpeg());
  for (const one of looks) expect((await one).status).toBe(200);
  expect((await look(admin)).status).toBe(200);
});

test("the machine of another group is not found, and without the permission to view there is none", async () => {
  expect((await look(stranger)).status).toBe(404);
  expect((await look(admin, Bun.randomUUIDv7())).status).toBe(404);
  expect((await look(chatter)).status).toBe(403);
  expect((await world.nobody.ask("GET", `/api/machines/${machine.id}/thumbnail`)).status).toBe(401);
});

test("what is too long, too large, or no picture is none", async () => {
  const bad: (Uint8Array<ArrayBuffer> | string)[] = [
    jpeg({ bytes: MAX_THUMBNAIL_BYTES + 1 }),
    jpeg({ width: 60_000, height: 60_000 }),
    "<svg onload=alert(1)>",
    "",
  ];
  for (const body of bad) {
    agent.socket.close();
    machine = await world.addMachine("hostile", group);
    agent = await connect(machine);
    const looking = look(admin);
    await answerWith(body);
    expect((await looking).status).toBe(204);
  }
});

test("a machine that refuses shows none, and is asked no more for half a minute", async () => {
  const looking = look(admin);
  await answerWith("", { ok: false, kind: "forbidden", code: "thumbnails_off", message: "off here" });
  expect((await looking).status).toBe(204);
  expect((await look(viewer)).status).toBe(204);
});

test("an attended machine is never asked", async () => {
  const attended = await world.addMachine("reception", group);
  const socket = await connect(attended, { "X-Remotelink-Attended": "1" });
  expect((await look(admin, attended.id)).status).toBe(204);
  socket.socket.close();
});

test("a machine that is offline, and every machine where the server's setting is off, shows none", async () => {
  const offline = await world.addMachine("asleep", group);
  expect((await look(admin, offline.id)).status).toBe(204);
  await admin.ask("PATCH", "/api/settings", { body: { thumbnails: false } });
  expect((await look(admin)).status).toBe(204);
  await admin.ask("PATCH", "/api/settings", { body: { thumbnails: true } });
  const looking = look(admin);
  await answerWith(jpeg());
  expect((await looking).status).toBe(200);
});
