/** An administrator makes groups and invites a technician, who comes by the link, sees their group's machines, and loses them live. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { enrollAgent } from "../fakes/enrolled-agent.ts";
import { ACCOUNT, type Dashboard, DESKTOP, fillFirstAccount, openDashboard, rowOf } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

const TECHNICIAN = { name: "Tess Tech", email: "tess@example.com", password: "another horse battery staple" };
const NEW_PASSWORD = "a horse that is quite new";

let dashboard: Dashboard;
let page: Page;
let technician: Page;
let url: string;
let faults: PageFaults[];

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  technician = await (await dashboard.browser.newContext({ viewport: DESKTOP })).newPage();
  technician.setDefaultTimeout(20_000);
  // The 401s of whom the server no longer knows, the 403 of who is disabled, and the 404 of a group that was just deleted.
  const isExpected = (message: string) => /status of 40[134]/.test(message);
  faults = [followFaults(page, isExpected), followFaults(technician, isExpected)];
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  await page.getByText("Add a machine").first().waitFor();
  for (const name of ["web-01", "db-01"]) {
    const answer = await page.context().request.fetch(`${url}/api/enrollment-tokens`, {
      method: "POST",
      data: { max_uses: 1 },
      headers: { Origin: url },
    });
    const { token } = await answer.json();
    const agent = await enrollAgent(url, token, { hostname: name, name });
    await agent.connect();
  }
});
afterAll(() => dashboard?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => {
    const { logs, pages } = dashboard.witnesses;
    return withEvidence(name, { logs, pages: () => [...pages(), technician] }, body);
  });

const dialog = () => page.getByRole("dialog");
const shownLink = async () => (await dialog().locator("pre").textContent())?.trim() ?? "";

async function renameGroup(from: string, to: string): Promise<void> {
  const { request } = page.context();
  const { items } = await (await request.get(`${url}/api/groups`)).json();
  const { id } = items.find(({ name }: { name: string }) => name === from);
  const answer = await request.patch(`${url}/api/groups/${id}`, { data: { name: to }, headers: { Origin: url } });
  expect(answer.status()).toBe(200);
}

async function signIn(password: string): Promise<void> {
  await technician.getByLabel("E-mail").fill(TECHNICIAN.email);
  await technician.getByLabel("Password").fill(password);
  await technician.getByRole("button", { name: "Sign in" }).click();
}

check("an administrator makes two groups, and moves a machine into each", async () => {
  await page.goto(`${url}/groups`);
  await page.getByText("No groups yet").waitFor();
  for (const [group, machine] of [
    ["Customers", "web-01"],
    ["Own servers", "db-01"],
  ] as const) {
    await page.goto(`${url}/groups?new=1`);
    await dialog().getByLabel("Name").fill(group);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: group, level: 1 }).waitFor();
    await page.getByRole("button", { name: "Add machines" }).click();
    await dialog().getByLabel("Find").fill(machine);
    await dialog().getByRole("checkbox", { name: machine }).check();
    await dialog().getByRole("button", { name: "Add 1 machine" }).click();
    await page.getByRole("table", { name: "Machines of the group" }).getByText(machine).waitFor();
  }
  await page.getByRole("link", { name: "All groups" }).click();
  expect(await rowOf(page, "Customers").textContent()).toContain("1 machine");
});

check("the page stays in the document below the palette, which waits for what it searches", async () => {
  await page.goto(`${url}/groups`);
  await rowOf(page, "Customers").waitFor();
  await page.evaluate(() => {
    const main = document.getElementById("main");
    const noteRemovals = (records: MutationRecord[]) => {
      for (const { removedNodes } of records) {
        if ([...removedNodes].some((node) => node.contains(main))) document.title = "the page was taken out";
      }
    };
    new MutationObserver(noteRemovals).observe(document, { childList: true, subtree: true });
  });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("web-01");
  await page.getByRole("option", { name: "web-01" }).first().waitFor();
  await page.keyboard.press("Escape");
  await rowOf(page, "Customers").waitFor();
  expect(await page.title()).not.toContain("taken out");
});

check("the palette invites a technician into one of them, and gives the link to send", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("invite");
  await page.keyboard.press("Enter");
  // By the keyboard alone one begins in the field, and is still in the dialog when the form has gone.
  await dialog().getByLabel("E-mail").and(page.locator(":focus")).waitFor();
  await page.keyboard.type(TECHNICIAN.email);
  const customers = await dialog().getByRole("checkbox", { name: "Customers" }).elementHandle();
  await renameGroup("Own servers", "Own machines");
  await dialog().getByRole("checkbox", { name: "Own machines" }).waitFor();
  // A click that is under way when the groups are asked for anew must not hit a box that has just been replaced.
  expect(await customers?.evaluate((box) => box.isConnected)).toBe(true);
  await dialog().getByRole("checkbox", { name: "Customers" }).check();
  await renameGroup("Own machines", "Own servers");
  await dialog().getByRole("button", { name: "Invite", exact: true }).click();
  await dialog().getByText("This server sends no mail itself.").waitFor();
  await dialog().getByRole("button", { name: "Copy the link" }).and(page.locator(":focus")).waitFor();
  const link = await shownLink();
  await dialog().getByText("which works on this computer only").waitFor();
  expect(link).toStartWith(`${url}/invite/rli_`);
  await dialog().getByRole("button", { name: "Done" }).click();
  await rowOf(page, TECHNICIAN.email).waitFor();

  await technician.goto(link);
  await technician.getByText(`${ACCOUNT.name} invites you`).waitFor();
  expect(await technician.getByLabel("E-mail").inputValue()).toBe(TECHNICIAN.email);
});

check("the technician makes an account by it, and sees the machines of their group and no others", async () => {
  await technician.getByLabel("Name").fill(TECHNICIAN.name);
  await technician.getByLabel("Password").fill(TECHNICIAN.password);
  await technician.getByRole("button", { name: "Create account" }).click();
  await rowOf(technician, "web-01").waitFor();
  expect(await rowOf(technician, "db-01").count()).toBe(0);
  expect(await technician.getByRole("link", { name: "Users & invites" }).count()).toBe(0);
});

check("the administrator sees them come without reloading: the invitation went, the account is there", async () => {
  const users = page.getByRole("table", { name: "Users" });
  await users.getByRole("link", { name: TECHNICIAN.name }).waitFor();
  await page.getByText("Nobody is invited").waitFor();
});

check("out of the group, the technician loses the machine while they look; undone, they have it again", async () => {
  await page.getByRole("link", { name: TECHNICIAN.name }).click();
  await page.getByRole("button", { name: `Take ${TECHNICIAN.name} out of Customers` }).click();
  await rowOf(technician, "web-01").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await rowOf(technician, "web-01").waitFor();
});

check("what a member may do is changed by a preset, and shows at the technician's", async () => {
  await page.getByRole("button", { name: `Change what ${TECHNICIAN.name} may do in Customers` }).click();
  await dialog().getByRole("radio", { name: "View only" }).check();
  expect(await dialog().getByRole("checkbox", { name: "Mouse and keyboard" }).isChecked()).toBe(false);
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().waitFor({ state: "detached" });
  await page.getByText("View only").waitFor();
  await technician.goto(`${url}/machines`);
  await rowOf(technician, "web-01").waitFor();
  const { items } = await (await technician.context().request.get(`${url}/api/machines`)).json();
  expect(items[0].permissions).toEqual(["view", "chat"]);
});

check("a new password by link signs the technician out, and lets them in again", async () => {
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await shownLink();
  const elsewhere = await (await dashboard.browser.newContext()).newPage();
  await elsewhere.goto(link);
  await elsewhere.getByLabel("New password").fill(NEW_PASSWORD);
  await elsewhere.getByRole("button", { name: "Set the password" }).click();
  await elsewhere.getByText("You are signed out everywhere").waitFor();
  await elsewhere.goto(link);
  await elsewhere.getByText("This link is over").waitFor();
  await elsewhere.context().close();
  await page.getByRole("button", { name: "Done" }).click();
  await technician.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(NEW_PASSWORD);
  await rowOf(technician, "web-01").waitFor();
});

check("disabled, the technician is out at once", async () => {
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByText(`${TECHNICIAN.name} was disabled`).waitFor();
  await technician.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(NEW_PASSWORD);
  await technician.getByText("this account is disabled").waitFor();
});

check("a group is deleted with what is lost named, and its machine stays", async () => {
  await page.getByRole("link", { name: "Groups", exact: true }).click();
  await page.getByRole("link", { name: "Own servers" }).click();
  await page.getByRole("button", { name: "Delete the group" }).click();
  await page.getByRole("alertdialog").getByText("1 machine").waitFor();
  await page.getByRole("button", { name: "Delete Own servers" }).click();
  await page.getByText("Own servers was deleted").waitFor();
  await page.goto(`${url}/machines`);
  await rowOf(page, "db-01").waitFor();
});

test("no page said anything in the browser's log that it should not", () => {
  expect(faults.flatMap((page) => page.take())).toEqual([]);
});
