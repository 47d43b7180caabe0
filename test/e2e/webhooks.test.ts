/** An administrator has a server of theirs told of what happens, in a real browser: made, tested, followed, mended, deleted. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { isSignedBy, startReceiver, type WebhookReceiver } from "../fakes/webhook-receiver.ts";
import { type Dashboard, fillFirstAccount, openDashboard, shownToken } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;
let agent: EnrolledAgent;
let goOffline: () => Promise<void>;
let secret = "";
let receiver: WebhookReceiver;

/** An address that is refused is reported by the browser itself. */
const isExpected = (message: string) => /status of 400/.test(message);

beforeAll(async () => {
  dashboard = await openDashboard();
  receiver = startReceiver();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page, isExpected);
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  agent = await enrollAgent(url, await shownToken(page), { hostname: "reception" });
});
afterAll(async () => {
  await dashboard?.stop();
  await receiver?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await body();
      expect(faults.take()).toEqual([]);
    }),
  );
const message = (text: string) => page.getByRole("group").filter({ hasText: text });

check(
  "a private address is refused in words until it is allowed, with nothing typed lost; the secret is shown once",
  async () => {
    await page.goto(`${url}/settings`);
    await page.getByRole("link", { name: "Webhooks" }).click();
    await page.getByRole("button", { name: "New webhook" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address", { exact: true }).fill(receiver.url.replace("http:", "https:"));
    await dialog.getByLabel("Name").fill("Service desk");
    await dialog.getByLabel("A machine came online").check();
    await dialog.getByRole("button", { name: "Create webhook" }).click();
    await dialog.getByText("private address, which has to be allowed").waitFor();
    expect(await dialog.getByLabel("Name").inputValue()).toBe("Service desk");
    await dialog.getByLabel("Address", { exact: true }).fill(receiver.url);
    await dialog.getByLabel("Allow private addresses").check();
    await dialog.getByRole("button", { name: "Create webhook" }).click();
    secret = (await dialog.getByText(/^whsec_/).textContent())?.trim() ?? "";
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("heading", { name: "Service desk" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "No messages yet" }).waitFor();
    expect(await page.content()).not.toContain(secret);
  },
);

check("a test and what happens arrive signed, and the log shows both by itself", async () => {
  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByText("The test got through").waitFor();
  await message("webhook.test").getByText("Delivered").waitFor();
  goOffline = await agent.connect();
  await message("machine.online").getByText("Delivered").waitFor();
  const online = receiver.received.find(({ body }) => body.type === "machine.online");
  expect(online && isSignedBy(secret, online)).toBe(true);
  await message("machine.online").locator("summary").click();
  const sent = message("machine.online").getByRole("region", { name: "What is sent" });
  expect(await sent.textContent()).toBe(online?.text ?? "");
});

check("what did not get through says why, and is sent again by hand", async () => {
  receiver.answer(() => new Response("down for <b>maintenance</b>", { status: 503 }));
  await goOffline();
  goOffline = await agent.connect();
  await page.getByText("Nothing has got through since").waitFor();
  await page.getByRole("radio", { name: "Waiting" }).check();
  const waiting = message("machine.online");
  await waiting.locator("summary").click();
  await waiting.getByRole("region", { name: "Its answer" }).getByText("down for <b>maintenance</b>").first().waitFor();
  receiver.answer(() => new Response("taken"));
  await waiting.getByRole("button", { name: "Send again" }).click();
  await page.getByRole("heading", { name: "None of these" }).waitFor();
  await waitUntil("no complaint", async () => (await page.getByText("Nothing has got through since").count()) === 0);
});

check("one that is turned off is told nothing, and one that is deleted is gone", async () => {
  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("button", { name: "Turn on" }).waitFor();
  const before = receiver.received.length;
  await goOffline();
  await agent.connect();
  await page.getByRole("button", { name: "Actions for this webhook" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete webhook" }).click();
  await page.getByRole("heading", { name: "No webhooks yet" }).waitFor();
  expect(receiver.received.length).toBe(before);
});
