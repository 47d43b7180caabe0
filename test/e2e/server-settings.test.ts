/** Settings of the server in a real browser: each has its effect at once, for others, too; and whoever nobody vouched for waits. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { enrollAgent } from "../fakes/enrolled-agent.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { type Dashboard, fillFirstAccount, openDashboard, rowOf, shownToken } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
/** Of the same administrator: what is changed in one page shows in the other. */
let other: Page;
let faults: PageFaults;
let url: string;
let token: string;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page);
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  token = await shownToken(page);
  other = await page.context().newPage();
  await other.goto(`${url}/machines`);
});
afterAll(() => dashboard?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, { ...dashboard.witnesses, pages: () => [page, other] }, body));

const section = (name: string) => page.getByRole("form", { name });
const save = async (name: string) => {
  await section(name).getByRole("button", { name: "Save" }).click();
  await section(name).getByRole("button", { name: "Discard" }).waitFor({ state: "detached" });
};

async function ask(hostname: string): Promise<Response> {
  return await fetch(`${url}/api/agent/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ hostname, os: "linux", arch: "x64", agent_version: "0.1.0" }),
  });
}

check("another name shows in every page at once, and is taken back from the notice", async () => {
  await page.goto(`${url}/settings/server`);
  await page.getByLabel("Name of this server").fill("Help of Example");
  await save("General");
  await other.getByText("Help of Example").first().waitFor();
  await waitUntil("the other window to be called so", async () => (await other.title()).endsWith("· Help of Example"));
  await page.getByRole("button", { name: "Undo" }).click();
  await other.getByText("RemoteLink").first().waitFor();
  await page.getByLabel("Name of this server").fill("Help of Example");
  await save("General");
});

check("a logo is drawn into a PNG, whatever it was, and stands above the sign-in with the name", async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>window.harm=1</script><rect width="64" height="64" fill="teal"/></svg>';
  const choose = page.getByLabel("Choose a picture");
  await choose.setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await page.getByText("The browser cannot show this file").waitFor();
  await choose.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) });
  await page.getByAltText("The logo").waitFor();
  await save("General");
  const guest = await (await dashboard.browser.newContext()).newPage();
  await guest.goto(`${url}/sign-in`);
  await guest.getByText("Help of Example").waitFor();
  const logo = guest.locator("main img");
  await waitUntil("the logo to be there", () =>
    logo.evaluate((image) => (image as HTMLImageElement).naturalWidth === 64),
  );
  const picture = await fetch(url + (await logo.getAttribute("src")));
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(await guest.evaluate(() => "harm" in window)).toBe(false);
  await guest.context().close();
});

check("the mail server's password is in no page once it is saved", async () => {
  const mail = section("Mail");
  await mail.getByRole("button", { name: "Set up" }).click();
  await mail.getByLabel("Host").fill("not a host");
  await mail.getByRole("button", { name: "Save" }).click();
  await mail.getByText("Write the name of the mail server alone").waitFor();
  await mail.getByLabel("Host").fill("127.0.0.1");
  await mail.getByLabel("Port").fill("1");
  await mail.getByLabel("User").fill("mailer");
  await mail.getByLabel("Password").fill("s3cr/t:p@ss");
  await mail.getByLabel("Sender").fill("Help <help@example.com>");
  await save("Mail");
  await mail.getByText("127.0.0.1, port 1 · STARTTLS where offered · as mailer, password set").waitFor();
  expect(await page.content()).not.toContain("s3cr");
  const { settings } = await page.evaluate(() => fetch("/api/settings").then((answer) => answer.json()));
  expect(JSON.stringify(settings)).not.toContain("s3cr");
  // Nobody listens there: what the test mail says is what came of it.
  await mail.getByRole("button", { name: "Send a test mail" }).click();
  await mail.getByText(/refused|reach|connect/i).waitFor();
  expect(faults.take().filter((fault) => !fault.includes("409"))).toEqual([]);
});

check("while enrollment is open every page says so, and who comes waits until somebody decides", async () => {
  expect((await ask("too-early")).status).toBe(403);
  await page.getByLabel("Open enrollment").check();
  await save("Enrollment");
  await other.getByText("Open enrollment is on").waitFor();
  for (const name of ["reception", "stranger"]) expect((await ask(name)).status).toBe(201);
  await other.getByRole("link", { name: "2 machines wait" }).click();
  await other.getByRole("list", { name: "Machines that wait" }).waitFor();
  await other.getByRole("button", { name: "Accept reception" }).click();
  await other.getByRole("dialog").getByLabel("Name").fill("Front desk");
  await other.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await other.getByText("Front desk was accepted").waitFor();
  await other.getByRole("button", { name: "Reject stranger" }).click();
  await other.getByRole("button", { name: "Reject the machine" }).click();
  await other.getByText("stranger was rejected").waitFor();
  await other.getByRole("heading", { name: "Waiting for acceptance" }).waitFor({ state: "detached" });
  await page.getByLabel("Open enrollment").uncheck();
  await save("Enrollment");
  await other.getByText("Open enrollment is on").waitFor({ state: "detached" });
  await other.goto(`${url}/machines`);
  await rowOf(other, "Front desk").waitFor();
  expect(await other.getByText("stranger").count()).toBe(0);
});

check("a token says who joined by it, is prolonged, and its revocation is taken back", async () => {
  const agent = await enrollAgent(url, token, { hostname: "joined-pc" });
  const leave = await agent.connect();
  await page.goto(`${url}/enrollment`);
  await page.getByRole("button", { name: "1 of 1" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "joined-pc" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Actions for First machine" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Label").fill("Office in Lyon");
  await form.getByLabel("Machines in all").fill("9");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "1 of 9" }).waitFor();
  await page.getByRole("button", { name: "Actions for Office in Lyon" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await rowOf(page, "Office in Lyon").getByText("Revoked").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await rowOf(page, "Office in Lyon").getByText("Active").waitFor();
  await leave();
});

check("who wants to hear of machines is told once one has stayed, in the page they look at", async () => {
  await page.goto(`${url}/settings`);
  const box = page.getByLabel("A machine came online or went offline");
  expect(await box.isChecked()).toBe(false);
  await box.check();
  const agent = await enrollAgent(url, token, { hostname: "came-online" });
  const leave = await agent.connect();
  await page.getByText("came-online is online").waitFor();
  await page.reload();
  expect(await box.isChecked()).toBe(true);
  await leave();
  expect(faults.take()).toEqual([]);
});
