/** One upload from the viewer's panel that is interrupted five times, each time in another way, and must end right. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Installation, install } from "../../test/e2e/support-session.ts";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import { sha256Of, writeLargeFile } from "./content.ts";

export type Interrupted = { bytes: number; interruptions: string[]; seconds: number; isRight: boolean };

const CUT_MS = 5_000;
const STEP_MS = 300_000;

const INTERRUPTIONS: readonly [string, (installation: Installation) => Promise<void>][] = [
  ["agent killed", restartAgent],
  ["server restarted", (installation) => installation.restartServer()],
  [
    "network cut for 5 s",
    async ({ network }) => {
      network.loseEverything();
      await Bun.sleep(CUT_MS);
      network.recover();
    },
  ],
  ["agent killed", restartAgent],
  ["server killed", (installation) => installation.restartServer("kill")],
];

async function restartAgent(installation: Installation): Promise<void> {
  await installation.agent().kill();
  await installation.waitForOnline(false);
  await installation.restartAgent();
}

export async function measureInterrupted(folder: string, bytes: number): Promise<Interrupted> {
  const source = join(folder, "interrupted.bin");
  const target = join(folder, "target");
  await Bun.$`mkdir ${target}`.quiet();
  writeLargeFile(source, bytes);
  const installation = await install();
  try {
    const { page } = await installation.openViewer();
    await page.getByRole("toolbar").getByRole("button", { name: "Files", exact: true }).click();
    const panel = page.getByRole("complementary", { name: "Files" });
    await panel.getByRole("button", { name: "Type a path" }).click();
    await panel.getByLabel("Folder", { exact: true }).fill(target);
    await page.keyboard.press("Enter");
    await panel.getByText("Nothing in here").waitFor();
    const startedAt = performance.now();
    await panel.getByLabel("Files to upload").setInputFiles(source);
    for (const [number, [name, interrupt]] of INTERRUPTIONS.entries()) {
      const mark = (bytes * (number + 1)) / (INTERRUPTIONS.length + 2);
      await waitUntil(`${mark} bytes before: ${name}`, () => arrivedBytes(target) >= mark, STEP_MS);
      await interrupt(installation);
    }
    const row = panel.getByRole("listitem", { name: "interrupted.bin" });
    await row.getByText("done").waitFor({ timeout: STEP_MS });
    const seconds = (performance.now() - startedAt) / 1_000;
    const isRight =
      (await sha256Of(join(target, "interrupted.bin"))) === (await sha256Of(source)) &&
      readdirSync(target).length === 1;
    return { bytes, interruptions: INTERRUPTIONS.map(([name]) => name), seconds, isRight };
  } finally {
    await installation.stop();
  }
}

/** Under its hidden name, or whole. */
function arrivedBytes(target: string): number {
  const [name] = readdirSync(target);
  return name === undefined ? 0 : (statSync(join(target, name), { throwIfNoEntry: false })?.size ?? 0);
}
