/** The files panel on a machine whose agent is another maker's: by messages over the viewer's socket, in a real browser. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type Administrator, signUpAdministrator } from "../fakes/administrator.ts";
import { startBrowser } from "../fakes/browser-process.ts";
import { registerMachine } from "../fakes/outside-parties.ts";
import { connectPlainAgent, type PlainAgent } from "../fakes/plain-agent.ts";
import { type ServerProcess, startServer } from "../fakes/server-process.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openPage, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

const MIB = 1024 * 1024;

let here: string;
let there: string;
let server: ServerProcess;
let browser: Browser;
let administrator: Administrator;
let machine: { machineId: string; accessKey: string };
let agent: PlainAgent;
let page: Page;

beforeAll(async () => {
  here = mkdtempSync(join(tmpdir(), "remotelink-here-"));
  there = mkdtempSync(join(tmpdir(), "remotelink-there-"));
  server = await startServer(join(here, "data"));
  browser = await startBrowser();
  administrator = await signUpAdministrator(server.url);
  machine = await registerMachine(server.url, administrator);
  agent = await connectPlainAgent(server.url, machine);
  const ticket = await administrator.startSession(machine.machineId);
  page = await openPage(browser, administrator.cookie, server.url);
  await page.goto(new URL(ticket.viewer_url, server.url).href);
  agent.show(await drawnPicture());
  await waitForPicture(page, { width: 640, height: 400 });
});
afterAll(async () => {
  await browser?.close();
  agent?.close();
  await server?.stop();
  for (const folder of [here, there]) if (folder) rmSync(folder, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, { pages: () => [page], logs: () => [server.log] }, body));

const panel = () => page.getByRole("complementary", { name: "Files" });
const row = (name: string) => panel().getByRole("row").filter({ hasText: name });
const transfer = (list: "Uploads" | "Downloads", name: string) =>
  panel().getByRole("region", { name: list }).getByRole("listitem", { name });

/** A JPEG as any encoder makes it: the browser's own here. */
async function drawnPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 400];
    const context = canvas.getContext("2d");
    if (context) context.fillStyle = "#246";
    context?.fillRect(0, 0, 640, 400);
    return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
  });
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function contentOf(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  return content;
}

async function openFolder(path: string): Promise<void> {
  await panel().getByRole("button", { name: "Type a path" }).click();
  await panel().getByLabel("Folder", { exact: true }).fill(path);
  await page.keyboard.press("Enter");
}

async function choose(name: string, content: Buffer): Promise<void> {
  writeFileSync(join(here, name), content);
  await panel().getByLabel("Files to upload").setInputFiles(join(here, name));
}

check("folders are browsed, and what such an agent cannot do is not offered", async () => {
  mkdirSync(join(there, "folder"));
  writeFileSync(join(there, "note.txt"), "hello");
  writeFileSync(join(there, "folder", "inner.txt"), "x");
  await page.getByRole("toolbar").getByRole("button", { name: "Files", exact: true }).click();
  // It does not know "~": the panel begins at the top.
  await row("tmp").waitFor();
  await openFolder(there);
  await row("note.txt").waitFor();
  await row("folder").dblclick();
  await row("inner.txt").waitFor();
  await panel().getByRole("button", { name: "Up", exact: true }).click();
  await row("note.txt").waitFor();
  for (const name of ["New folder", "Rename", "Delete"]) {
    expect(await panel().getByRole("button", { name }).count()).toBe(0);
  }
  await panel()
    .getByText(/gives and takes single files/)
    .waitFor();
  await row("folder").click();
  expect(await panel().getByRole("button", { name: "Download" }).isDisabled()).toBe(true);
  await openFolder(join(there, "nothing"));
  await panel()
    .getByText(/ENOENT/)
    .waitFor();
  await openFolder(there);
  await row("note.txt").waitFor();
});

check("a download is the file, byte by byte, also where the agent sends faster than anybody reads", async () => {
  const content = contentOf(20 * MIB + 1);
  writeFileSync(join(there, "large.bin"), content);
  writeFileSync(join(there, "empty.bin"), "");
  await panel().getByRole("button", { name: "Load again" }).click();
  for (const [name, bytes] of [
    ["large.bin", content],
    ["empty.bin", Buffer.alloc(0)],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), row(name).dblclick()]);
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path()).equals(bytes)).toBe(true);
    await transfer("Downloads", name).getByText("saved").waitFor();
  }
});

check("an upload is the file, byte by byte, and replaces nothing without a word", async () => {
  const content = contentOf(10 * MIB + 3);
  await choose("up.bin", content);
  await transfer("Uploads", "up.bin").getByText("done").waitFor();
  expect(readFileSync(join(there, "up.bin")).equals(content)).toBe(true);
  await row("up.bin").waitFor();
  await choose("note.txt", Buffer.from("another"));
  await transfer("Uploads", "note.txt").getByText("is there already").waitFor();
  expect(readFileSync(join(there, "note.txt"), "utf8")).toBe("hello");
  await transfer("Uploads", "note.txt").getByRole("button", { name: "Replace" }).click();
  await transfer("Uploads", "note.txt").getByText("done").waitFor();
  expect(readFileSync(join(there, "note.txt"), "utf8")).toBe("another");
});

check("what breaks off says so, and is sent and fetched again", async () => {
  agent.stopAfter(40);
  await row("large.bin").dblclick();
  await transfer("Downloads", "large.bin")
    .last()
    .getByText(/^2\.5 MB of 20 MB/)
    .waitFor();
  const content = contentOf(60 * MIB);
  await choose("torn.bin", content);
  await waitUntil("a part of the upload", () => agent.receivedBytes() > MIB);
  agent.close();
  await transfer("Uploads", "torn.bin").getByText("The connection was lost").waitFor();
  await transfer("Downloads", "large.bin").last().getByText("The connection was lost").waitFor();
  expect(existsSync(join(there, "torn.bin"))).toBe(false);

  agent = await connectPlainAgent(server.url, machine);
  agent.show(await drawnPicture());
  await page.getByRole("alert").waitFor({ state: "detached" });
  await transfer("Uploads", "torn.bin").getByRole("button", { name: "Send torn.bin again" }).click();
  await transfer("Uploads", "torn.bin").getByText("done").waitFor();
  expect(readFileSync(join(there, "torn.bin")).equals(content)).toBe(true);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    transfer("Downloads", "large.bin").last().getByRole("button", { name: "Download large.bin again" }).click(),
  ]);
  expect(readFileSync(await download.path()).equals(contentOf(20 * MIB + 1))).toBe(true);
});

check("an upload that is cancelled leaves nothing, and the next one is right", async () => {
  await choose("cancelled.bin", contentOf(60 * MIB));
  await waitUntil("a part of the upload", () => agent.receivedBytes() > MIB);
  await transfer("Uploads", "cancelled.bin").getByRole("button", { name: "Cancel" }).click();
  await transfer("Uploads", "cancelled.bin").waitFor({ state: "detached" });
  await choose("next.bin", contentOf(MIB));
  await transfer("Uploads", "next.bin").getByText("done").waitFor();
  expect(readFileSync(join(there, "next.bin")).equals(contentOf(MIB))).toBe(true);
  expect(existsSync(join(there, "cancelled.bin"))).toBe(false);
});
