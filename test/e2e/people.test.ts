/** Two technicians in one session, each in a browser of their own: presence, pointers, hand-over of control, watching only. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { openTypingTarget, type TypingTarget } from "./input-target.ts";
import { type Installation, install, openPage, pagePointOf, waitForPicture } from "./support-session.ts";

setDefaultTimeout(90_000);

let installation: Installation;
let terminal: TypingTarget;
let first: Page;
let second: Page;

beforeAll(async () => {
  installation = await install();
  terminal = await openTypingTarget(installation.screen.display);
  ({ page: first } = await installation.openViewer());
});
afterAll(async () => {
  await terminal?.stop();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => {
    const { logs, pages } = installation.witnesses;
    const all = () => [...pages(), ...(second ? [second] : [])];
    return withEvidence(name, { logs, pages: all }, body);
  });

async function openSignedIn(): Promise<Page> {
  const browser = first.context().browser();
  if (!browser) throw new Error("the page has no browser");
  return await openPage(browser, installation.administrator.cookie, installation.url);
}

/** Types a line on the remote terminal, as far as this page is let. */
async function type(page: Page, text: string): Promise<void> {
  const { x, y } = await pagePointOf(page, 200, 200);
  await page.mouse.click(x, y);
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

const arrives = (text: string) => waitUntil(`"${text}" in the terminal`, () => terminal.text().includes(text));

check("a second technician joins from the sessions page, and both see that they are two", async () => {
  second = await openSignedIn();
  await second.goto(`${installation.url}/sessions`);
  await second.getByRole("button", { name: /^Join the session on .*(?<!view only)$/ }).click();
  await waitForPicture(second);
  await first.getByText("Ada Admin joined").waitFor();
  await first.getByRole("button", { name: "People" }).click();
  const people = first.getByRole("list", { name: "In this session" });
  await waitUntil("two people", async () => (await people.getByRole("listitem").count()) === 2);
  await first.getByRole("button", { name: "Close People" }).click();
});

check("each sees where the other points, with a name, within a pixel or two", async () => {
  const { x, y } = await pagePointOf(second, 600, 400);
  await second.mouse.move(x - 50, y);
  await second.mouse.move(x, y, { steps: 4 });
  const pointer = first.locator('[data-pointer-of="Ada Admin"]');
  await pointer.waitFor();
  const expected = await pagePointOf(first, 600, 400);
  await waitUntil("the pointer at its place", async () => {
    const box = await pointer.boundingBox();
    return box !== null && Math.abs(box.x - expected.x) <= 2 && Math.abs(box.y - expected.y) <= 2;
  });
  // It goes when it has rested.
  await pointer.waitFor({ state: "detached" });
});

check("at first both control the machine", async () => {
  await type(first, "one");
  await arrives("one");
  await type(second, "two");
  await arrives("two");
});

check("who takes control has it alone: what the other types does not arrive", async () => {
  await first.getByRole("button", { name: "People" }).click();
  await first.getByRole("button", { name: "Take control alone" }).click();
  await second.getByText("controls the machine").waitFor();
  await first.getByRole("button", { name: "Close People" }).click();
  await type(second, "refused");
  await type(first, "alone");
  await arrives("alone");
  expect(terminal.text()).not.toContain("refused");
});

check("an administrator takes it over, and lets everybody have it again", async () => {
  await second.getByRole("button", { name: "Take control", exact: true }).click();
  await first.getByText("controls the machine", { exact: false }).first().waitFor();
  await type(first, "lost");
  await type(second, "taken");
  await arrives("taken");
  expect(terminal.text()).not.toContain("lost");
  await second.getByRole("button", { name: "People" }).click();
  await second.getByRole("button", { name: "Let everybody control" }).click();
  await second.getByRole("button", { name: "Close People" }).click();
  await waitUntil("the first to control again", async () => {
    return (await first.getByText("controls the machine", { exact: true }).count()) === 0;
  });
  await type(first, "again");
  await arrives("again");
});

check("who joins view only points, and controls nothing", async () => {
  await second.close();
  await first.getByText("Ada Admin left").waitFor();
  second = await openSignedIn();
  await second.goto(`${installation.url}/sessions`);
  await second.getByRole("button", { name: /^Join the session on .* view only$/ }).click();
  await waitForPicture(second);
  await first.getByText("They watch only.").waitFor();
  await type(second, "watched");
  const { x, y } = await pagePointOf(second, 300, 300);
  await second.mouse.move(x, y, { steps: 3 });
  await first.locator('[data-pointer-of="Ada Admin"]').waitFor();
  await type(first, "mine");
  await arrives("mine");
  expect(terminal.text()).not.toContain("watched");
});
