/** `doctor` beside a real server and behind a real nginx, set up right and set up wrong. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { createLog } from "../../src/lib/log.ts";
import { startServer } from "../../src/server.ts";
import { runCommandLine } from "../fakes/command-line.ts";
import { PROXY_LINES, startNginx } from "../fakes/nginx.ts";
import { copyMigratedDatabase } from "../fakes/server-world.ts";

setDefaultTimeout(120_000);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-doctor-"));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** @returns what it found to be amiss, but for what this machine has built and has room for */
async function doctorBehind(lines: readonly string[], env: Record<string, string> = {}) {
  const port = await freePort();
  const settings = { DATA_DIR: dataDirectory(), APP_URL: `http://127.0.0.1:${port}`, ...env };
  await copyMigratedDatabase(settings.DATA_DIR);
  const server = await startServer({ env: { ...settings, HOST: "127.0.0.1", PORT: "0" }, log: createLog("silent") });
  ends.push(() => server.stop());
  const nginx = await startNginx(port, server.port, lines);
  ends.push(() => nginx.stop());
  return doctor(settings);
}

async function doctor(env: Record<string, string>) {
  const { code, output } = await runCommandLine(["doctor", "--json"], { env });
  const findings: Finding[] = JSON.parse(output);
  const isOfThisMachine = ({ what }: Finding) => ["pages", "downloads"].includes(what) || what.endsWith("free space");
  return { code, findings, amiss: findings.filter((one) => one.state !== "ok" && !isOfThisMachine(one)) };
}

test("behind a proxy as the documentation sets it up nothing is amiss", async () => {
  const { upgrade, forwarded, unbuffered } = PROXY_LINES;
  const { amiss, findings } = await doctorBehind([upgrade, forwarded, unbuffered], { TRUSTED_PROXIES: "127.0.0.1" });
  expect(amiss).toEqual([]);
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      "address",
      "clock of the address",
      "WebSockets",
      "streaming",
      "TRUSTED_PROXIES",
      "database",
    ]),
  );
});

test("a proxy that passes no upgrade, is not believed and holds answers back is told with the lines to change", async () => {
  const { code, amiss } = await doctorBehind([PROXY_LINES.forwarded]);
  expect(code).toBe(1);
  expect(amiss).toEqual([
    expect.objectContaining({ what: "TRUSTED_PROXIES", state: "fail", remedy: "TRUSTED_PROXIES=127.0.0.1" }),
    expect.objectContaining({
      what: "WebSockets",
      state: "fail",
      remedy: expect.stringContaining("proxy_set_header Upgrade $http_upgrade;"),
    }),
    expect.objectContaining({ what: "streaming", state: "warn", remedy: "proxy_buffering off;" }),
  ]);
});

test("an address where nothing answers, a mail server that is not there and an open directory are told", async () => {
  const directory = dataDirectory();
  chmodSync(directory, 0o755);
  const [nobody, noMail] = [await freePort(), await freePort()];
  const { code, amiss } = await doctor({
    DATA_DIR: directory,
    APP_URL: `http://127.0.0.1:${nobody}`,
    SMTP_URL: `smtp://127.0.0.1:${noMail}`,
  });
  expect(code).toBe(1);
  expect(amiss).toMatchObject([
    { what: "DATA_DIR", state: "fail", remedy: `chmod 700 ${directory}` },
    { what: "database", state: "warn" },
    { what: "address", state: "fail" },
    { what: "SMTP_URL", state: "fail" },
  ]);
});

test("a variable that is not valid is told for a person to read", async () => {
  const { code, output } = await runCommandLine(["doctor"], { env: { DATA_DIR: dataDirectory(), PORT: "many" } });
  expect([code, output]).toEqual([
    1,
    expect.stringMatching(/^fail {2}configuration: PORT must be a whole number.*\n +→ /),
  ]);
});
