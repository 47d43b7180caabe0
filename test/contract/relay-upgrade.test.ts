import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { openSocket, type RelayWorld, startRelayWorld, TestSocket } from "../fakes/relay-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

let world: RelayWorld;
beforeAll(async () => {
  world = await startRelayWorld({ allowedOrigins: ["https://help.example.org"] });
});
afterAll(() => world.stop());

const own = () => `http://127.0.0.1:${world.port}`;

async function closeCodeOf(
  path: string,
  options: Bun.WebSocketOptions = { headers: { Origin: own() } },
): Promise<number> {
  const socket = new TestSocket(openSocket(`ws://127.0.0.1:${world.port}${path}`, options));
  return (await socket.closed).code;
}

/** The HTTP status that an upgrade is answered with, seen without a WebSocket client in between. */
async function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  const lines = {
    Host: `127.0.0.1:${world.port}`,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    ...headers,
  };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect(world.port, "127.0.0.1");
  socket.on("error", reject);
  socket.once("data", (data) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1])));
  const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${text.join("")}\r\n`);
  const status = await promise;
  socket.destroy();
  return status;
}

describe("an agent's upgrade", () => {
  test("takes the credentials in headers", async () => {
    const agent = await world.connectAgent(world.addMachine());
    await agent.settled();
  });

  test("takes the credentials in the query", async () => {
    const agent = await world.connectAgent(world.addMachine(), { isPlain: true });
    await agent.settled();
  });

  test("is closed with 4401 when they are wrong, of another machine, or missing", async () => {
    const { machineId } = world.addMachine();
    const other = world.addMachine();
    const queries = [
      "",
      `?machine_id=${machineId}`,
      `?machine_id=${machineId}&access_key=wrong`,
      "?machine_id=1&access_key=1",
    ];
    for (const query of queries) {
      expect(await closeCodeOf(`/ws/agent${query}`, {})).toBe(4401);
    }
    expect(await closeCodeOf(`/ws/agent?machine_id=${machineId}&access_key=${other.accessKey}`, {})).toBe(4401);
  });

  test("needs no Origin, but refuses a foreign one with 403", async () => {
    const { machineId, accessKey } = world.addMachine();
    const path = `/ws/agent?machine_id=${machineId}&access_key=${accessKey}`;
    expect(await statusOf(path, {})).toBe(101);
    expect(await statusOf(path, { Origin: "https://evil.example.org" })).toBe(403);
  });
});

describe("a viewer's upgrade", () => {
  test("takes the token as a subprotocol and answers with its own", async () => {
    const viewer = await world.connectViewer(world.addSession(world.addMachine().machineId));
    expect(viewer.socket.protocol).toBe("remotelink.v1");
    await viewer.settled();
  });

  test("never has its token sent back, even when it offers nothing else", async () => {
    const { sessionId, viewerToken } = world.addSession(world.addMachine().machineId);
    const headers = { Origin: own(), "Sec-WebSocket-Protocol": `remotelink.token.${viewerToken}` };
    expect(await statusOf(`/ws/viewer?session_id=${sessionId}`, headers)).toBe(400);
  });

  test("takes the token in the query", async () => {
    const { sessionId, viewerToken } = world.addSession(world.addMachine().machineId);
    const url = `ws://127.0.0.1:${world.port}/ws/viewer?session_id=${sessionId}&viewer_token=${viewerToken}`;
    const viewer = new TestSocket(openSocket(url, { headers: { Origin: own() } }));
    await viewer.opened;
    await viewer.settled();
    viewer.socket.close();
  });

  test("is closed with 4401 without a token or a session", async () => {
    expect(await closeCodeOf("/ws/viewer")).toBe(4401);
    expect(await closeCodeOf(`/ws/viewer?session_id=${crypto.randomUUID()}`)).toBe(4401);
  });

  test("is closed alike for an unknown session and for a token of another: 4404", async () => {
    const { machineId } = world.addMachine();
    const one = world.addSession(machineId);
    const other = world.addSession(machineId);
    const path = (sessionId: string) => `/ws/viewer?session_id=${sessionId}&viewer_token=${other.viewerToken}`;
    expect(await closeCodeOf(path(one.sessionId))).toBe(4404);
    expect(await closeCodeOf(path(crypto.randomUUID()))).toBe(4404);
    expect(await closeCodeOf(path("1' or 1=1"))).toBe(4404);
  });

  test("is closed with 4410 when the session has ended and with 4403 when the person may not any more", async () => {
    const session = world.addSession(world.addMachine().machineId);
    const path = `/ws/viewer?session_id=${session.sessionId}&viewer_token=${session.viewerToken}`;
    world.setAdmission(session, { kind: "ended" });
    expect(await closeCodeOf(path)).toBe(4410);
    world.setAdmission(session, { kind: "forbidden" });
    expect(await closeCodeOf(path)).toBe(4403);
  });

  test.each([
    ["its own origin", () => own(), 101],
    ["an allowed one", () => "https://help.example.org", 101],
    ["another site", () => "https://evil.example.org", 403],
    ["another port of its own host", () => "http://127.0.0.1:1", 403],
    ["another scheme of an allowed one", () => "http://help.example.org", 403],
    ["a name that only begins alike", () => "https://help.example.org.evil.org", 403],
    ["a sandboxed page", () => "null", 403],
  ])("from %s is answered as it should be", async (_name, origin, status) => {
    const { sessionId, viewerToken } = world.addSession(world.addMachine().machineId);
    const value = origin();
    const path = `/ws/viewer?session_id=${sessionId}&viewer_token=${viewerToken}`;
    expect(await statusOf(path, value === undefined ? {} : { Origin: value })).toBe(status);
  });

  test("needs no Origin where nothing shows a browser: a token is all that counts then", async () => {
    const { sessionId, viewerToken } = world.addSession(world.addMachine().machineId);
    const path = `/ws/viewer?session_id=${sessionId}&viewer_token=`;
    expect(await statusOf(path + viewerToken, {})).toBe(101);
    const socket = new TestSocket(openSocket(`ws://127.0.0.1:${world.port}${path}wrong`, {}));
    expect((await socket.closed).code).toBe(4404);
  });

  test.each([
    ["a cookie", { Cookie: "remotelink.session_token=x" }],
    ["an empty cookie", { Cookie: "" }],
    ["Sec-Fetch-Site", { "Sec-Fetch-Site": "same-origin" }],
    ["Sec-Fetch-Mode", { "Sec-Fetch-Mode": "websocket" }],
    ["Sec-Fetch-Dest", { "sec-fetch-dest": "websocket" }],
  ])("without Origin but with %s is answered 403", async (_name, headers) => {
    const { sessionId, viewerToken } = world.addSession(world.addMachine().machineId);
    const path = `/ws/viewer?session_id=${sessionId}&viewer_token=${viewerToken}`;
    expect(await statusOf(path, headers)).toBe(403);
  });

  test("is asked again when a revocation overtakes its admission", async () => {
    const session = world.addSession(world.addMachine().machineId);
    const admit = world.services.admitViewer;
    const answer = await admit(session.sessionId, session.viewerToken);
    world.services.admitViewer = async (sessionId, token) => {
      world.services.admitViewer = admit;
      world.setAdmission(session, { kind: "ended" });
      world.relay.live.endSession(sessionId, "Ada");
      expect(token).toBe(session.viewerToken);
      return answer;
    };
    const path = `/ws/viewer?session_id=${session.sessionId}&viewer_token=${session.viewerToken}`;
    expect(await closeCodeOf(path)).toBe(4410);
  });
});

test("whose rights end each time they are looked up is let in by none of the answers", async () => {
  const session = world.addSession(world.addMachine().machineId);
  const admit = world.services.admitViewer;
  world.services.admitViewer = (sessionId, token) => {
    world.relay.live.endSession(crypto.randomUUID(), "Ada");
    return admit(sessionId, token);
  };
  const path = `/ws/viewer?session_id=${session.sessionId}&viewer_token=${session.viewerToken}`;
  expect(await statusOf(path, {})).toBe(503);
  world.services.admitViewer = admit;
  expect(world.faults.splice(0)).toHaveLength(1);
});

test("a machine that is removed while its other agent is asked for a sign of life lets nobody in", async () => {
  const impatient = await startRelayWorld({ limits: { signOfLifeMs: 200 } });
  const { machineId, accessKey } = impatient.addMachine();
  const silent = connect(impatient.port, "127.0.0.1");
  const lines = [
    `GET /ws/agent?machine_id=${machineId}&access_key=${accessKey} HTTP/1.1`,
    "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Remotelink-Hardware: ${"a".repeat(32)}\r\n\r\n`,
  ];
  silent.write(lines.join("\r\n"));
  await waitUntil("the silent agent", () => impatient.relay.live.isMachineOnline(machineId));
  const asked = Promise.withResolvers<void>();
  const authenticate = impatient.services.authenticateAgent;
  impatient.services.authenticateAgent = async (id, key) => {
    const identity = await authenticate(id, key);
    // From the next time on its key is void.
    impatient.services.authenticateAgent = async () => null;
    setTimeout(asked.resolve, 20);
    return identity;
  };
  const newcomer = impatient.connectAgent(
    { machineId, accessKey },
    { headers: { "X-Remotelink-Hardware": "b".repeat(32) } },
  );
  await asked.promise;
  impatient.relay.live.dropMachine(machineId);
  expect((await (await newcomer).closed).code).toBe(4401);
  expect(impatient.relay.live.isMachineOnline(machineId)).toBe(false);
  silent.destroy();
  await impatient.stop();
});

describe("what is no upgrade", () => {
  test("is answered 426", async () => {
    const response = await fetch(`${own()}/ws/viewer`, { headers: { Origin: own() } });
    expect(response.status).toBe(426);
    expect(response.headers.get("upgrade")).toBe("websocket");
    expect(await response.json()).toMatchObject({ error: { code: "upgrade_required" } });
  });

  test("is answered 404 at any other path", async () => {
    for (const path of ["/ws", "/ws/agents", "/ws/agent/", "/ws/viewer/x"]) {
      expect((await fetch(`${own()}${path}`)).status).toBe(404);
    }
  });

  test("is answered 503 when the services fail", async () => {
    const { machineId } = world.addMachine();
    const { authenticateAgent } = world.services;
    world.services.authenticateAgent = () => Promise.reject(new Error("the database is away"));
    expect(await statusOf(`/ws/agent?machine_id=${machineId}&access_key=k`, {})).toBe(503);
    world.services.authenticateAgent = authenticateAgent;
    expect(world.faults.splice(0)).toHaveLength(1);
  });
});

test("an app behind a proxy is known by the address that people reach it at", async () => {
  const proxied = await startRelayWorld({ ownOrigin: () => "https://remote.example.org" });
  const { sessionId, viewerToken } = proxied.addSession(proxied.addMachine().machineId);
  const url = `ws://127.0.0.1:${proxied.port}/ws/viewer?session_id=${sessionId}&viewer_token=${viewerToken}`;
  const viewer = new TestSocket(openSocket(url, { headers: { Origin: "https://remote.example.org" } }));
  await viewer.next("session_state");
  const stranger = new TestSocket(openSocket(url, { headers: { Origin: `http://127.0.0.1:${proxied.port}` } }));
  // It never opened: the client was answered 403.
  expect((await stranger.closed).code).toBe(1006);
  viewer.socket.close();
  await proxied.stop();
});
