/** A machine whose person is asked, talked to, and has the last word: real dialogs on a real X screen, answered with its mouse and keys. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { BUTTONS, type PersonAtMachine, personAt } from "./person-at-machine.ts";
import { type Installation, install, pagePointOf } from "./support-session.ts";

setDefaultTimeout(60_000);

let installation: Installation;
let person: PersonAtMachine;
let page: Page;

beforeAll(async () => {
  installation = await install({ agentArguments: ["--attended"] });
  person = await personAt(installation.screen.display);
});
beforeEach(async () => {
  ({ page } = await installation.connect());
});
afterEach(() => page.close());
afterAll(async () => {
  await person?.close();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

const waits = () => page.getByText(/^Waiting for an answer at/).waitFor();
const QUESTION = "Remote support";
const question = () => person.window(QUESTION);
const questions = async () => (await person.windows()).filter(({ title }) => title === QUESTION);
const allow = async () => person.answer(await question(), "Allow");
const decline = async () => person.answer(await question(), "Decline");

check("nothing is seen before the person agreed", async () => {
  await waits();
  const asked = await question();
  expect(await page.locator("canvas").isVisible()).toBe(false);
  await person.answer(asked, "Allow");
  await page.locator("canvas").waitFor({ state: "visible" });
});

check("a no is a no, said in words, and can be asked again", async () => {
  await waits();
  await decline();
  await page.getByText("The person at the machine declined.").waitFor();
  expect(await questions()).toEqual([]);
  await page.getByRole("button", { name: /^Reconnect/ }).click();
  await waits();
  await allow();
  await page.locator("canvas").waitFor({ state: "visible" });
});

check("who is connected already cannot answer for the person, whatever they type and click", async () => {
  await waits();
  await allow();
  await page.locator("canvas").waitFor({ state: "visible" });
  const { page: another } = await installation.connect();
  try {
    const asked = await question();
    const at = await pagePointOf(
      page,
      asked.x + asked.width - BUTTONS.Allow.right,
      asked.y + asked.height - BUTTONS.Allow.bottom,
    );
    await page.getByRole("textbox", { name: /^Screen of/ }).focus();
    for (let time = 0; time < 3; time++) {
      await page.mouse.click(at.x, at.y);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    }
    await another.getByText(/^Waiting for an answer at/).waitFor();
    expect((await questions()).map(({ id }) => id)).toEqual([asked.id]);
    await person.answer(asked, "Decline");
    await another.getByText("The person at the machine declined.").waitFor();
  } finally {
    await another.close();
  }
});

check("the person ends the session, and the technician is told, and may note what was done", async () => {
  await waits();
  await allow();
  await page.locator("canvas").waitFor({ state: "visible" });
  const status = await installation.agentCommand("status");
  expect(status).toContain("Ada Admin");
  await installation.agentCommand("end");
  await page.getByText("The person at the machine ended it.").waitFor();
  await page.getByLabel("What was done?").waitFor();
});

check("both talk: a window at the machine, unread and receipt at the technician", async () => {
  await waits();
  await allow();
  await page.locator("canvas").waitFor({ state: "visible" });
  await page.getByRole("toolbar").getByRole("button", { name: "Chat" }).click();
  const panel = page.getByRole("complementary", { name: "Chat" });
  await panel.getByLabel("Message", { exact: true }).fill("Hello, may I restart it? <b>1</b>");
  await page.keyboard.press("Enter");
  await panel.getByText("Hello, may I restart it? <b>1</b>").waitFor();
  await panel.getByText("Shown").waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  const field = await waitUntil("the field for an answer", async () =>
    (await person.windows()).find(({ title }) => title.endsWith("your answer")),
  );
  await person.turnTo(field);
  await person.type("Yes, please: ja, grün");
  await person.press("Enter");
  await page.getByRole("toolbar").getByRole("button", { name: "Chat: 1 new" }).click();
  await panel.getByText("Yes, please: ja, grün").waitFor();
  await page.reload();
  await page.getByRole("toolbar").getByRole("button", { name: /^Chat/ }).click();
  await panel.getByText("Yes, please: ja, grün").waitFor();
  await panel.getByText("Hello, may I restart it? <b>1</b>").waitFor();
});
