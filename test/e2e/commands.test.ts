/** Terminal and scripts in a real browser, on the compiled agent: what is typed runs there, and survives what interrupts. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openButtonTarget } from "./input-target.ts";
import { waitUntilExact } from "./remote-screen.ts";
import { type Installation, install, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

let installation: Installation;
let page: Page;
let directory: string;
const violations: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-commands-"));
  installation = await install();
  ({ page } = await installation.openViewer());
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) violations.push(message.text());
  });
});
afterAll(async () => {
  await installation?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

const panel = (name: string) => page.getByRole("complementary", { name });

async function openPanel(name: string): Promise<void> {
  if (await panel(name).isVisible()) return;
  await page.getByRole("toolbar").getByRole("button", { name, exact: true }).click();
  await panel(name).waitFor();
}

/** The machine's text as it stands on the screen. */
async function screenOf(name: string): Promise<string> {
  return (await panel(name).locator(".xterm-rows:visible > div").allTextContents()).join("\n");
}
const shows = (name: string, text: string) =>
  waitUntil(`"${text}" in the ${name} panel`, async () => (await screenOf(name)).includes(text), 30_000);

/** In the tests' own user's shell: the agent's. */
async function openTerminal(): Promise<void> {
  await openPanel("Terminal");
  await panel("Terminal").getByRole("button", { name: "New terminal as administrator" }).click();
  await shows("Terminal", "#");
}

check("what is typed into the terminal runs on the machine", async () => {
  await openTerminal();
  await page.keyboard.type("echo typed-$((40+2)) '漢字 é'\n");
  await shows("Terminal", "typed-42 漢字 é");
  const file = join(directory, "size");
  await page.keyboard.type(`stty size > ${file}\n`);
  await waitUntil("the size", () => existsSync(file) && readFileSync(file, "utf8").trim() !== "");
  const before = readFileSync(file, "utf8");
  await page.setViewportSize({ width: 1000, height: 600 });
  await waitUntil("another size", async () => {
    await page.keyboard.type(`stty size > ${file}\n`);
    return readFileSync(file, "utf8").trim() !== "" && readFileSync(file, "utf8") !== before;
  });
  await page.setViewportSize({ width: 1280, height: 800 });
});

check("the shell is the same one after the connection broke, and after a reload", async () => {
  await page.keyboard.type("kept=treasure; clear\n");
  await installation.restartServer();
  await waitUntil(
    "the connection",
    async () => {
      await page.keyboard.type("echo again-$kept\n");
      return (await screenOf("Terminal")).includes("again-treasure");
    },
    30_000,
  );
  await page.reload();
  await waitForPicture(page);
  await openPanel("Terminal");
  await panel("Terminal").getByRole("tab").last().click();
  await shows("Terminal", "again-treasure");
  await page.keyboard.type("clear; echo reloaded-$kept\n");
  await shows("Terminal", "reloaded-treasure");
});

check("a paste of two megabytes arrives whole", async () => {
  const file = join(directory, "pasted");
  const lines = Array.from({ length: 40_000 }, (_, at) => `line ${at} of a long paste that must not lose any of it\n`);
  const text = lines.join("");
  await page.keyboard.type(`clear; stty -echo; head -c ${text.length} > ${file}; stty echo; echo written-$((1+1))\n`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, text);
  await shows("Terminal", "written-2");
  expect(readFileSync(file, "utf8") === text).toBe(true);
});

check("a flood in the terminal leaves picture and keys alive", async () => {
  await page.keyboard.type("clear; yes\n");
  await shows("Terminal", "y\ny\ny");
  const target = await openButtonTarget(installation.screen.display, { x: 50, y: 60, width: 200, height: 150 });
  await waitUntilExact(page, installation.screen.display);
  target.close();
  // The loop is the person's: it is stopped by keys that must still come through.
  await page.keyboard.press("Control+C");
  await page.keyboard.type("clear; echo stopped-$((1+1))\n");
  await shows("Terminal", "stopped-2");
});

check("a script runs with live output, harmless whatever it prints, and its exit code is shown", async () => {
  await openPanel("Scripts");
  const scripts = panel("Scripts");
  await scripts.getByLabel("As administrator").check();
  await scripts
    .getByLabel("Script", { exact: true })
    .fill("printf '\\033[32mgreen\\033[0m <img src=x onerror=alert(1)>\\n'; echo bad >&2; exit 4");
  await page.keyboard.press("Control+Enter");
  await scripts.getByText("Exit code 4").waitFor();
  await shows("Scripts", "green <img src=x onerror=alert(1)>");
  expect(await scripts.locator("img").count()).toBe(0);
});

check("a script that is stopped ends with what it started, and a broken connection loses no output", async () => {
  const scripts = panel("Scripts");
  const file = join(directory, "pid");
  const script = `echo $$ > ${file}; i=0; while :; do i=$((i+1)); echo step-$i; sleep 0.2; done`;
  await scripts.getByLabel("Script", { exact: true }).fill(script);
  await scripts.getByRole("button", { name: "Run" }).click();
  await shows("Scripts", "step-2");
  await installation.restartServer();
  await waitUntil("output after the break", async () => /step-3[0-9]/.test(await screenOf("Scripts")), 30_000);
  const steps = [...(await screenOf("Scripts")).matchAll(/step-(\d+)/g)].map(([, step]) => Number(step));
  expect(steps).toEqual(steps.map((_, at) => (steps[0] ?? 0) + at));
  await scripts.getByRole("button", { name: "Stop" }).click();
  await scripts.getByText(/^Stopped/).waitFor();
  const pid = readFileSync(file, "utf8").trim();
  await waitUntil("its end", () => !existsSync(`/proc/${pid}`));
});

check("all of it is within the page's content security policy", async () => {
  expect(violations).toEqual([]);
});
