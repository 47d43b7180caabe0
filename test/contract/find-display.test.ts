/** Finds real X servers the way a service must: no DISPLAY, an authority that only the server's command line names. */
import { afterEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClueSources, systemSources } from "../../agent/display/display-clues.ts";
import { findDisplay } from "../../agent/display/find-display.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** One entry of an Xauthority file that fits any host and display (Xau: family wild, empty address and display). */
function authorityFile(cookie: Uint8Array): Uint8Array {
  const field = (bytes: Uint8Array) => Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes);
  const none = new Uint8Array();
  const name = new TextEncoder().encode("MIT-MAGIC-COOKIE-1");
  return Uint8Array.of(0xff, 0xff, ...field(none), ...field(none), ...field(name), ...field(cookie));
}

/** An X server that lets nobody in without the cookie of a file that only its command line names. */
async function startGuardedServer(): Promise<{ display: string; authority: string; sources: ClueSources }> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-display-"));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  const authority = join(directory, "authority");
  writeFileSync(authority, authorityFile(crypto.getRandomValues(new Uint8Array(16))));
  const screen = ["-screen", "0", "640x480x24", "-nolisten", "tcp"];
  const server = Bun.spawn(["Xvfb", "-displayfd", "1", "-auth", authority, ...screen], {
    stdout: "pipe",
    stderr: "ignore",
  });
  cleanups.push(async () => {
    server.kill();
    await server.exited;
  });
  const first = await server.stdout.getReader().read();
  const display = `:${new TextDecoder().decode(first.value).trim()}`;
  // The other X servers of this machine are no business of this test.
  const sockets = join(directory, "sockets");
  mkdirSync(sockets);
  writeFileSync(join(sockets, `X${display.slice(1)}`), "");
  return { display, authority, sources: { ...systemSources(), env: {}, home: directory, socketDirectory: sockets } };
}

test("uses the display and the authority that the environment names", async () => {
  const { display, authority, sources } = await startGuardedServer();
  const env = { DISPLAY: display, XAUTHORITY: authority };
  const found = await findDisplay({ sources: { ...sources, env } });
  expect(found).toEqual({ kind: "found", access: { display, authority } });
});

test("tells a display that refuses from one that is not there", async () => {
  const { display, sources } = await startGuardedServer();
  const proc = mkdtempSync(join(tmpdir(), "remotelink-proc-"));
  cleanups.push(() => rmSync(proc, { recursive: true, force: true }));
  expect(await findDisplay({ sources: { ...sources, procDirectory: proc } })).toMatchObject({
    problem: "no_authority",
    message: expect.stringContaining(display),
  });
  const absent = { ...sources, procDirectory: proc, socketDirectory: proc, env: { DISPLAY: ":4321" } };
  expect(await findDisplay({ sources: absent })).toMatchObject({ problem: "no_display" });
});

test("finds display and authority of a server that chose its own number, by its process", async () => {
  const { display, authority, sources } = await startGuardedServer();
  expect(await findDisplay({ sources })).toEqual({ kind: "found", access: { display, authority } });
});
