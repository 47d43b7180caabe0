/**
 * `bun bench/machines-page.ts [machines]`: the list of five thousand machines in a real browser before a real server: how long until
 * it is there, how long each key in its filter and in the palette takes, whether scrolling drops frames, how much memory it holds.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openDatabase } from "../src/db/open.ts";
import { groups } from "../src/db/schema/groups.ts";
import { machines } from "../src/db/schema/machines.ts";
import { signUpAdministrator } from "../test/fakes/administrator.ts";
import { startBrowser } from "../test/fakes/browser-process.ts";
import { startServer } from "../test/fakes/server-process.ts";
import { figure, formatTable } from "./report/table.ts";

const COUNT = Number(process.argv[2] ?? 5_000);
const KINDS = ["web", "db", "build", "desk", "kiosk", "laptop"] as const;
const TAGS = ["server", "linux", "windows", "workstation", "laptop", "lyon", "berlin", "patched"] as const;
const WORDS = ["web-1", "berlin", "kiosk 42", "patched db"] as const;

const directory = mkdtempSync(join(tmpdir(), "remotelink-machines-"));
const dataDirectory = join(directory, "data");
let server = await startServer(dataDirectory);
const { cookie } = await signUpAdministrator(server.url);
await server.stop();
await seed();
server = await startServer(dataDirectory);
const browser = await startBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const pairs = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url };
  });
  await context.addCookies(pairs);
  const page = await context.newPage();
  const loadMs = [await load(page), await load(page), await load(page)];
  const filterMs = await typeInto(page, "Filter machines");
  await page.getByLabel("Filter machines").fill("");
  const frames = await scroll(page);
  const memory = await heapBytes(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  const paletteMs = await typeInto(page, "Search machines, pages and actions");
  const answer = await fetch(`${server.url}/api/machines/all`, { headers: { cookie, "accept-encoding": "identity" } });
  const bytes = (await answer.arrayBuffer()).byteLength;
  console.log(
    formatTable([
      [`${COUNT} machines`, "median", "p95", "worst"],
      ["list is there", ...spread(loadMs)],
      ["a key in the filter", ...spread(filterMs)],
      ["a key in the palette", ...spread(paletteMs)],
      ["a frame while scrolling", ...spread(frames)],
    ]),
  );
  const late = frames.filter((ms) => ms > 25).length;
  console.log(`${late} of ${frames.length} frames were late (over 25 ms)`);
  console.log(`${figure(bytes / 2 ** 20, "MiB")} of JSON, ${figure(memory / 2 ** 20, "MiB")} of script memory`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

function spread(values: readonly number[]): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return [at(0.5), at(0.95), at(1)].map((ms) => figure(ms, "ms"));
}

async function seed(): Promise<void> {
  const database = await openDatabase({ dataDirectory });
  const groupIds = Array.from({ length: 40 }, () => Bun.randomUUIDv7());
  await database.db.insert(groups).values(groupIds.map((id, index) => ({ id, name: `Site ${index + 1}` })));
  const rows = Array.from({ length: COUNT }, (_, index) => {
    const name = `${KINDS[index % KINDS.length]}-${String(index).padStart(4, "0")}`;
    return {
      name,
      hostname: `${name}.example.com`,
      os: index % 3 === 0 ? "windows" : "linux",
      osVersion: index % 3 === 0 ? "Windows 11 Pro 24H2" : "Ubuntu 24.04.1 LTS",
      arch: "x64",
      agentVersion: index % 5 === 0 ? "0.0.9" : "0.1.0",
      accessKeyHash: `bench ${index}`,
      macAddresses: [
        `00:16:3e:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 255).toString(16).padStart(2, "0")}`,
      ],
      tags: [TAGS[index % TAGS.length] ?? "", TAGS[(index * 7 + 3) % TAGS.length] ?? ""],
      notes: index % 10 === 0 ? "Stands in the **third** rack. Ask before a restart." : "",
      groupId: groupIds[index % groupIds.length],
      loggedInUser: index % 4 === 0 ? `user${index}` : null,
      lastSeenAt: new Date(Date.now() - index * 60_000),
      inventory: { cpu_model: "Example CPU", cpu_count: 8, memory_bytes: 2 ** 34 },
    };
  });
  for (let from = 0; from < rows.length; from += 500) {
    await database.db.insert(machines).values(rows.slice(from, from + 500));
  }
  await database.close();
}

/** From the navigation to the first row on the screen. */
async function load(page: Page): Promise<number> {
  await page.goto(`${server.url}/machines`);
  await page.getByRole("row").nth(5).waitFor();
  return await page.evaluate(() => performance.now());
}

/** From each key to the frame that shows what came of it. */
async function typeInto(page: Page, label: string): Promise<number[]> {
  const field = page.getByLabel(label);
  await field.focus();
  await page.evaluate(() => {
    const measured: number[] = [];
    Object.assign(window, { measured });
    document.addEventListener(
      "keydown",
      () => {
        const from = performance.now();
        // The frame after the one that the key's work is in: then it is painted.
        requestAnimationFrame(() => setTimeout(() => measured.push(performance.now() - from)));
      },
      true,
    );
  });
  for (const word of WORDS) {
    for (const key of word) {
      await page.keyboard.press(key === " " ? "Space" : key);
      await page.waitForTimeout(80);
    }
    await field.fill("");
    await page.waitForTimeout(200);
  }
  return await page.evaluate(() => (window as unknown as { measured: number[] }).measured);
}

/** Two thousand pixels a second, for three seconds: the time between frames. */
async function scroll(page: Page): Promise<number[]> {
  return await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const area = document.querySelector("main");
        const frames: number[] = [];
        let last = performance.now();
        const until = last + 3_000;
        const step = (now: number) => {
          frames.push(now - last);
          area?.scrollBy(0, ((now - last) / 1_000) * 2_000);
          last = now;
          if (now < until) requestAnimationFrame(step);
          else resolve(frames.slice(1));
        };
        requestAnimationFrame(step);
      }),
  );
}

async function heapBytes(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  return usedSize;
}
