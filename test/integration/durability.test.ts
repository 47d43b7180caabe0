/** What was acknowledged is there, whatever happens to the process: it is killed while rows are being written. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnrollmentToken } from "../../protocol/rest/people.ts";
import { signUpAdministrator } from "../fakes/administrator.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { callerAt, copyMigratedDatabase } from "../fakes/server-world.ts";

setDefaultTimeout(300_000);

const ROUNDS = 20;
const WRITERS = 4;
/** The kill comes after this many acknowledgements, a different number each round, so that it falls anywhere in a write. */
const acknowledgementsIn = (round: number) => 5 + ((round * 7) % 20);

const directory = mkdtempSync(join(tmpdir(), "remotelink-durability-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test(`nothing acknowledged is missing after ${ROUNDS} kills on the embedded database`, async () => {
  const acknowledged = new Set<string>();
  await copyMigratedDatabase(directory);
  let server = await startServer(directory);
  const { cookie } = await signUpAdministrator(server.url);
  for (let round = 0; round < ROUNDS; round++) {
    await writeUntilKilled(server, cookie, acknowledged, acknowledgementsIn(round));
    server = await startServer(directory);
    const present = await listIds(server, cookie);
    expect([...acknowledged].filter((id) => !present.has(id))).toEqual([]);
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 5);
  await server.stop();
});

async function writeUntilKilled(
  server: ServerProcess,
  cookie: string,
  acknowledged: Set<string>,
  count: number,
): Promise<void> {
  const caller = callerAt(server.url, { cookie, Origin: server.url });
  const target = acknowledged.size + count;
  let killed: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    for (;;) {
      // Killed in the midst of it: no answer, nothing acknowledged.
      const answer = await caller.ask("POST", "/api/enrollment-tokens", { body: {} }).catch(() => null);
      if (!answer) return;
      if (answer.status === 201) acknowledged.add(String(answer.body.id));
      if (acknowledged.size >= target) killed ??= server.kill();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  await killed;
}

async function listIds(server: ServerProcess, cookie: string): Promise<Set<string>> {
  const caller = callerAt(server.url, { cookie });
  const ids = new Set<string>();
  let cursor: string | null = "";
  while (cursor !== null) {
    type Page = { items: EnrollmentToken[]; next_cursor: string | null };
    const path: string = `/api/enrollment-tokens?limit=200${cursor && `&cursor=${cursor}`}`;
    const { body }: { body: Page } = await caller.ask<Page>("GET", path);
    for (const { id } of body.items) ids.add(id);
    cursor = body.next_cursor;
  }
  return ids;
}
