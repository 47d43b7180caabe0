/** What a server that is asked to stop does for those who are connected: sockets, streams and requests that hang. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEvents } from "../fakes/event-reader.ts";
import { connectParties, openAgent } from "../fakes/outside-parties.ts";
import { startServer } from "../fakes/server-process.ts";
import { copyMigratedDatabase } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";

setDefaultTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), "remotelink-stopping-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** SIGTERM to exit, whoever is connected. */
const STOPS_WITHIN_MS = 8_000;

test("a stop is told at once, sends everybody away to come back, and ends with 0 in time", async () => {
  await copyMigratedDatabase(directory);
  const server = await startServer(directory);
  const parties = await connectParties(server.url);
  const events = await openEvents(server.url, parties.cookie);
  const hanging = hangInRequest(server.port);

  const stopped = server.stop();
  await waitUntil("503 at /readyz", async () => {
    const answer = await fetch(`${server.url}/readyz`);
    await answer.body?.cancel();
    return answer.status === 503 && answer.headers.has("retry-after");
  });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await Promise.all([parties.agent.closed, parties.viewer.closed])).toEqual([1012, 1012]);
  await events.ended;
  const late = Bun.sleep(STOPS_WITHIN_MS).then(() => "too late");
  expect(await Promise.race([stopped, late])).toBe(0);
  hanging.destroy();

  // The session is still there for those who come back.
  const again = await startServer(directory);
  const agent = await openAgent(again.url, parties.machineId, parties.accessKey);
  const session = await fetch(`${again.url}/api/sessions/${parties.sessionId}`, {
    headers: { cookie: parties.cookie },
  });
  expect(await session.json()).toMatchObject({ id: parties.sessionId, ended_at: null });
  agent.close();
  expect(await again.stop()).toBe(0);
});

/** A body that is announced and never comes. */
function hangInRequest(port: number) {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  const head = ["POST /api/agent/register HTTP/1.1", "Host: localhost", "Content-Type: application/json"];
  socket.write([...head, "Content-Length: 100", "", '{"hostname":'].join("\r\n"));
  return socket;
}
