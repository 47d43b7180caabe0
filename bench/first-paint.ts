/**
 * `bun bench/first-paint.ts`: how soon the dashboard shows something in a browser that has never been there, and what it loads for
 * it; on this machine, with the network of a phone's good connection, and once more with everything in the browser's cache.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { signUpAdministrator } from "../test/fakes/administrator.ts";
import { startBrowser } from "../test/fakes/browser-process.ts";
import { startServer } from "../test/fakes/server-process.ts";
import { median } from "./measure/statistics.ts";
import { figure, formatTable } from "./report/table.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const TITLES: Record<string, string> = { "/sign-in": "Sign in", "/machines": "Machines" };
/** 10 Mbit/s both ways, 40 ms. */
const PHONE_NETWORK = { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 };

type Load = { paintMs: number; readyMs: number; scriptBytes: number };

const directory = mkdtempSync(join(tmpdir(), "remotelink-paint-"));
const server = await startServer(join(directory, "data"));
const browser = await startBrowser();
try {
  const { cookie } = await signUpAdministrator(server.url);
  const rows = [["page", "first paint", "all there", "scripts"]];
  for (const path of Object.keys(TITLES)) {
    for (const [name, network] of [
      ["this machine", null],
      ["10 Mbit/s, 40 ms", PHONE_NETWORK],
    ] as const) {
      const loads: Load[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        if (path !== "/sign-in") await signIn(context, cookie);
        loads.push(await load(await context.newPage(), path, network));
        await context.close();
      }
      rows.push([`${path}, empty cache, ${name}`, ...figuresOf(loads)]);
    }
    rows.push([`${path}, again`, ...figuresOf(await loadAgain(path, cookie))]);
  }
  console.log(formatTable(rows));
} finally {
  await browser.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function loadAgain(path: string, cookie: string): Promise<Load[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (path !== "/sign-in") await signIn(context, cookie);
  const page = await context.newPage();
  await load(page, path, null);
  const loads: Load[] = [];
  for (let round = 0; round < ROUNDS; round++) loads.push(await load(page, path, null));
  await context.close();
  return loads;
}

async function signIn(context: BrowserContext, cookie: string): Promise<void> {
  const cookies = cookie.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: server.url };
  });
  await context.addCookies(cookies);
}

async function load(page: Page, path: string, network: typeof PHONE_NETWORK | null): Promise<Load> {
  if (network) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.emulateNetworkConditions", network);
  }
  await page.goto(server.url + path, { waitUntil: "load" });
  await page.getByRole("heading", { level: 1, name: TITLES[path] }).waitFor();
  return await page.evaluate(async () => {
    const readyMs = performance.now();
    const paint = await new Promise<PerformanceEntry>((resolve) => {
      new PerformanceObserver((list) => {
        const first = list.getEntriesByName("first-contentful-paint")[0];
        if (first) resolve(first);
      }).observe({ type: "paint", buffered: true });
    });
    const scripts = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(({ name }) =>
      name.endsWith(".js"),
    );
    const scriptBytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    return { paintMs: paint.startTime, readyMs, scriptBytes };
  });
}

function figuresOf(loads: readonly Load[]): string[] {
  const of = (field: keyof Load) => median(loads.map((one) => one[field]));
  return [figure(of("paintMs"), "ms"), figure(of("readyMs"), "ms"), figure(of("scriptBytes") / 1024, "KiB")];
}
