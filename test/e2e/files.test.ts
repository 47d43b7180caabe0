/** Files beside the screen in a real browser, with the compiled agent: up and down, whole, whatever interrupts. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { type Installation, install } from "./support-session.ts";

setDefaultTimeout(60_000);

const MIB = 1024 * 1024;

let installation: Installation;
let page: Page;
/** Of the technician's computer, and of the machine. */
let here: string;
let there: string;

beforeAll(async () => {
  here = mkdtempSync(join(tmpdir(), "remotelink-here-"));
  there = mkdtempSync(join(tmpdir(), "remotelink-there-"));
  installation = await install();
  ({ page } = await installation.openViewer());
});
afterAll(async () => {
  await installation?.stop();
  for (const folder of [here, there]) if (folder) rmSync(folder, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

const panel = () => page.getByRole("complementary", { name: "Files" });
const row = (name: string) => panel().getByRole("row").filter({ hasText: name });
const upload = (label: string) => panel().getByRole("listitem", { name: label });
const sha256 = (path: string) => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");

/** Bytes that repeat nowhere within a block, so that a part in the wrong place is seen. */
function writeFileOf(path: string, bytes: number): string {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  writeFileSync(path, content);
  return path;
}

async function openFolder(path: string): Promise<void> {
  await panel().getByRole("button", { name: "Type a path" }).click();
  await panel().getByLabel("Folder", { exact: true }).fill(path);
  await page.keyboard.press("Enter");
  const [name = ""] = path.split("/").slice(-1);
  await panel().getByRole("navigation", { name: "Folder" }).getByRole("button", { name }).waitFor();
}

async function choose(...paths: string[]): Promise<void> {
  await panel().getByLabel("Files to upload").setInputFiles(paths);
}

check("the panel opens at home, and goes wherever a path leads", async () => {
  await page.getByRole("toolbar").getByRole("button", { name: "Files", exact: true }).click();
  await panel().waitFor();
  mkdirSync(join(there, "folder"));
  writeFileSync(join(there, "note.txt"), "hello");
  await openFolder(there);
  await row("note.txt").waitFor();
  await row("folder").dblclick();
  await panel().getByText("Nothing in here").waitFor();
  await panel().getByRole("button", { name: "Up", exact: true }).click();
  await row("note.txt").waitFor();
});

check("an upload arrives whole, and a folder with its tree", async () => {
  const file = writeFileOf(join(here, "large.bin"), 40 * MIB);
  await choose(file);
  await upload("large.bin").getByText("done").waitFor();
  expect(sha256(join(there, "large.bin"))).toBe(sha256(file));
  await row("large.bin").waitFor();

  const tree = join(here, "tree");
  mkdirSync(join(tree, "inner"), { recursive: true });
  for (let number = 0; number < 30; number++) writeFileSync(join(tree, `small-${number}`), `content ${number}`);
  writeFileOf(join(tree, "inner", "deep.bin"), 3 * MIB);
  await panel().getByLabel("Folder to upload").setInputFiles(tree);
  await upload("tree (31 files)").getByText("done").waitFor();
  expect(readdirSync(join(there, "tree")).length).toBe(31);
  expect(readFileSync(join(there, "tree", "small-29"), "utf8")).toBe("content 29");
  expect(sha256(join(there, "tree", "inner", "deep.bin"))).toBe(sha256(join(tree, "inner", "deep.bin")));
});

check("what is there already is asked about, and kept or replaced", async () => {
  writeFileSync(join(here, "note.txt"), "another");
  await choose(join(here, "note.txt"));
  await upload("note.txt").getByText("note.txt is there already").waitFor();
  expect(readFileSync(join(there, "note.txt"), "utf8")).toBe("hello");
  await upload("note.txt").getByRole("button", { name: "Replace" }).click();
  await upload("note.txt").getByText("done").waitFor();
  expect(readFileSync(join(there, "note.txt"), "utf8")).toBe("another");
});

check("an upload goes on after a pause, a killed agent and a restarted server, and is right in the end", async () => {
  const file = writeFileOf(join(here, "interrupted.bin"), 300 * MIB);
  const partBytes = () => {
    const part = readdirSync(there).find((name) => name.endsWith(".part"));
    return part === undefined ? 0 : (statSync(join(there, part), { throwIfNoEntry: false })?.size ?? 0);
  };
  const grown = (bytes: number) => waitUntil(`${bytes} bytes`, () => partBytes() > bytes, 30_000);
  await choose(file);
  await grown(0);
  await upload("interrupted.bin")
    .getByRole("button", { name: /^Pause/ })
    .click();
  await upload("interrupted.bin")
    .getByText(/^Paused/)
    .waitFor();
  expect(existsSync(join(there, "interrupted.bin"))).toBe(false);
  const paused = partBytes();
  await upload("interrupted.bin")
    .getByRole("button", { name: /^Go on/ })
    .click();
  await grown(paused + 20 * MIB);
  await installation.agent().kill();
  await upload("interrupted.bin").getByText("Not connected").waitFor();
  const before = partBytes();
  await installation.restartAgent();
  await grown(before);
  await installation.restartServer();
  await upload("interrupted.bin").getByText("done").waitFor({ timeout: 45_000 });
  expect(sha256(join(there, "interrupted.bin"))).toBe(sha256(file));
  expect(partBytes()).toBe(0);
});

check("a download is the file, and of a folder a zip", async () => {
  await row("large.bin").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel().getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("large.bin");
  expect(sha256(await download.path())).toBe(sha256(join(there, "large.bin")));

  await row("tree").click();
  const [zip] = await Promise.all([
    page.waitForEvent("download"),
    panel().getByRole("button", { name: "Download" }).click(),
  ]);
  expect(zip.suggestedFilename()).toBe("tree.zip");
  const unpacked = join(here, "unpacked");
  mkdirSync(unpacked);
  const unzip = Bun.spawnSync(["python3", "-m", "zipfile", "-e", await zip.path(), unpacked]);
  expect(unzip.exitCode).toBe(0);
  expect(readFileSync(join(unpacked, "tree", "small-7"), "utf8")).toBe("content 7");
});

check("folders are made, renamed by F2, and deleted after a question", async () => {
  await panel().getByRole("button", { name: "New folder" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("new ü");
  await page.keyboard.press("Enter");
  await row("new ü").waitFor();
  await row("new ü").click();
  await page.keyboard.press("F2");
  await dialog.getByLabel("Name").fill("note.txt");
  await page.keyboard.press("Enter");
  await dialog.getByText(/already/).waitFor();
  await dialog.getByLabel("Name").fill("renamed");
  await page.keyboard.press("Enter");
  await row("renamed").waitFor();
  expect(statSync(join(there, "renamed")).isDirectory()).toBe(true);
  await row("renamed").click();
  await page.keyboard.press("Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await waitUntil("the folder going", () => !existsSync(join(there, "renamed")));
  await row("renamed").waitFor({ state: "detached" });
});
