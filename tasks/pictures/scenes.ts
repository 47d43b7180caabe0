/** The pictures of docs/, each as a scene: what is done until it is to be taken. A new one is one more entry. */
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { type PersonWindow, personAt } from "../../test/e2e/person-at-machine.ts";
import { pagePointOf, waitForPicture } from "../../test/e2e/support-session.ts";
import { waitUntil } from "../../test/fakes/wait-until.ts";
import type { Stage } from "./stage.ts";

/** Prepares the page that the picture is of; `close` undoes what the next scene must not find. */
export type Scene = (stage: Stage) => Promise<{ page: Page; close?(): Promise<void> }>;

const MIB = 1024 * 1024;

const panel = (page: Page, name: string): Locator => page.getByRole("complementary", { name });
async function openPanel(page: Page, name: string): Promise<Locator> {
  await page.mouse.move(640, 4);
  await page.getByRole("toolbar").getByRole("button", { name, exact: true }).click();
  await panel(page, name).waitFor();
  return panel(page, name);
}

export const SCENES: Readonly<Record<string, Scene>> = {
  async viewer(stage) {
    const page = await stage.viewer();
    await page.mouse.move(640, 4);
    await page.getByRole("toolbar").getByRole("button", { name: "Statistics" }).click();
    // Off the button, whose name would be over the picture; not off the toolbar, which would go.
    await page.mouse.move(400, 18);
    await page.waitForTimeout(4_000);
    return { page };
  },

  async files(stage) {
    const page = await stage.viewer();
    const folder = join(stage.home, "Documents");
    mkdirSync(join(folder, "Invoices"), { recursive: true });
    mkdirSync(join(folder, "Scans"), { recursive: true });
    for (const [name, kib] of [
      ["Orders Q3.ods", 84],
      ["Contract Lyon.pdf", 1_240],
      ["Price list.xlsx", 212],
      ["Floor plan.png", 3_870],
      ["notes.txt", 2],
    ] as const) {
      writeFileSync(join(folder, name), Buffer.alloc(kib * 1024, 1));
    }
    const files = await openPanel(page, "Files");
    await files.getByRole("button", { name: "Type a path" }).click();
    await files.getByLabel("Folder", { exact: true }).fill(folder);
    await page.keyboard.press("Enter");
    await files.getByText("Orders Q3.ods").waitFor();
    // Large enough to be still on their way when the picture is taken.
    for (const [name, mib] of [
      ["printer-driver.deb", 24],
      ["backup-september.tar", 3_000],
      ["scans-2024.zip", 6_000],
    ] as const) {
      const path = join(stage.home, name);
      writeFileSync(path, "");
      truncateSync(path, mib * MIB);
      await files.getByLabel("Files to upload").setInputFiles(path);
      if (mib < 100) await files.getByRole("listitem", { name }).getByText("done").waitFor();
    }
    await files
      .getByRole("listitem", { name: "scans-2024.zip" })
      .getByText(/ of .* left/)
      .waitFor();
    await files.getByRole("row").filter({ hasText: "Contract Lyon.pdf" }).click();
    await page.waitForTimeout(1_500);
    return {
      page,
      async close() {
        for (const name of ["backup-september.tar", "scans-2024.zip"]) {
          await files.getByRole("button", { name: `Cancel ${name}` }).click();
        }
      },
    };
  },

  async chat(stage) {
    const page = await stage.viewer();
    const person = await personAt(stage.installation.screen.display);
    const chat = await openPanel(page, "Chat");
    const say = async (text: string): Promise<void> => {
      await chat.getByLabel("Message", { exact: true }).fill(text);
      await chat.getByRole("button", { name: "Send" }).click();
      await chat.getByText(text).waitFor();
    };
    await say("Hello, this is Ada from support. I see that the printer does not answer.");
    // Without a window manager both windows come up in the middle.
    const windows = await waitUntil("the chat's windows", async () => {
      const found = (await person.windows()).filter(({ width }) => width < 600);
      return found.length === 2 && found;
    });
    const [conversation, answer] = [...windows].sort((a, b) => b.height - a.height) as [PersonWindow, PersonWindow];
    await person.move(conversation, { x: 150, y: 250 });
    await person.move(answer, { x: 150, y: 250 + conversation.height });
    await person.giveKeyboard(answer);
    await person.type("Yes, since this morning. It worked on Friday.");
    await person.press("Enter");
    await chat.getByText("It worked on Friday").waitFor();
    const next = await waitUntil("the next field", async () =>
      (await person.windows()).find(({ width, height }) => width < 600 && height < conversation.height),
    );
    await person.move(next, { x: 150, y: 250 + conversation.height });
    await say("It has a new address. I set it now, and print a test page.");
    await page.waitForTimeout(1_000);
    return { page, close: () => person.close() };
  },

  async terminal(stage) {
    const page = await stage.viewer();
    const site = join(stage.home, "spool");
    mkdirSync(site);
    for (const name of ["0412-orders.ps", "0413-invoice.ps", "0414-label.ps"]) writeFileSync(join(site, name), name);
    const status = ["printer office-2: not reachable at 192.168.10.40", "printer office-1: idle", "jobs waiting: 3"];
    writeFileSync(join(stage.home, "status"), `${status.join("\n")}\n`);
    const terminal = await openPanel(page, "Terminal");
    // Nobody is logged in at a virtual display: only its administrator has a shell there.
    await terminal.getByRole("button", { name: "New terminal as administrator" }).click();
    await terminal.getByRole("button", { name: "Close terminal 1" }).click();
    await page.waitForTimeout(1_500);
    await terminal.locator(".xterm").last().click();
    // A prompt of nobody's: the shell's own names the computer that the picture is taken on.
    await page.keyboard.type(`cd ${stage.home}; PS1='ada@office-07:~$ '; clear\n`);
    await page.waitForTimeout(1_500);
    for (const line of ["cat status", "ls spool", 'for job in spool/*; do echo "moved $job to office-1"; done']) {
      await page.keyboard.type(`${line}\n`);
      await page.waitForTimeout(400);
    }
    return { page };
  },

  async scripts(stage) {
    const page = await stage.viewer();
    const scripts = await openPanel(page, "Scripts");
    const script = [
      "# Move what waits to the printer that answers",
      "for job in 0412 0413 0414; do",
      '  echo "job $job: office-2 → office-1"',
      "  sleep 0.3",
      "done",
      'echo "3 jobs moved, queue is empty"',
    ];
    await scripts.getByRole("textbox", { name: "Script" }).fill(script.join("\n"));
    await scripts.getByLabel("As administrator").check();
    await scripts.getByRole("button", { name: "Run" }).click();
    await scripts.getByRole("button", { name: "Run" }).waitFor();
    await page.waitForTimeout(500);
    return { page };
  },

  async people(stage) {
    const first = await stage.viewer();
    const others: { page: Page; at: readonly [number, number] }[] = [];
    for (const [name, at] of [
      ["Grace Lindqvist", [840, 640]],
      ["Tomás Rey", [420, 300]],
    ] as const) {
      await stage.nowIs(name);
      const page = await stage.page();
      await page.goto(`${stage.installation.url}/sessions`);
      await page
        .getByRole("button", { name: /^Join the session on .*(?<!view only)$/ })
        .first()
        .click();
      await waitForPicture(page);
      others.push({ page, at });
    }
    await stage.nowIs("Ada Okafor");
    const people = await openPanel(first, "People");
    await first.getByText("joined").first().waitFor({ state: "detached" });
    for (const { page, at } of others) {
      const { x, y } = await pagePointOf(page, ...at);
      await page.mouse.move(x - 40, y - 20);
      await page.mouse.move(x, y, { steps: 4 });
    }
    await people.getByText("Tomás Rey").waitFor();
    await first.waitForTimeout(500);
    return {
      page: first,
      async close() {
        for (const { page } of others) await page.context().close();
      },
    };
  },

  async recording(stage) {
    // A session to be seen afterwards.
    const viewer = await stage.viewer();
    await viewer.waitForTimeout(12_000);
    await stage.endSessions();
    await viewer.context().close();
    const page = await stage.page();
    await page.goto(`${stage.installation.url}/recordings`);
    await page
      .getByRole("button", { name: /^Play the recording of/ })
      .first()
      .click();
    await page.getByRole("slider", { name: "Position" }).waitFor();
    for (let step = 0; step < 8; step++) await page.keyboard.press(".");
    await page.waitForTimeout(1_500);
    return { page };
  },
};
