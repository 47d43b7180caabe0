/** How people prove who they are, in a real browser: authenticator app, recovery code, passkey, API key, other browsers signed out. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { CDPSession, Page, Route } from "playwright-core";
import { totpCode } from "../../src/lib/totp.ts";
import { CLIENT, startIdentityProvider } from "../fakes/identity-provider.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { ACCOUNT, type Dashboard, DESKTOP, fillFirstAccount, openDashboard, signIn } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";

setDefaultTimeout(120_000);

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;
let secret = "";
let recoveryCodes: string[] = [];
let devices: CDPSession;
let authenticatorId = "";

/** A wrong code, a proof that is asked for again and a sign-in that ended are reported by the browser itself. */
const isExpected = (message: string) => /status of (400|401|403)/.test(message);

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  // Passkeys belong to names, and this one is as good as https to a browser.
  url = dashboard.server().url.replace("127.0.0.1", "localhost");
  faults = followFaults(page, isExpected);
  devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  ({ authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  }));
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  await page
    .getByText(/curl .*install\.sh/)
    .first()
    .waitFor();
});
afterAll(() => dashboard?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      await body();
      // The provider's pages, at an address in place of a name, are not ours.
      expect(faults.take().filter((fault) => !fault.startsWith("http://127.0.0.1"))).toEqual([]);
    }),
  );

async function signOut(): Promise<void> {
  await page.goto(`${url}/settings`);
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${url}/sign-in`);
}

/** A code is good once: the half minute is awaited in which the next one is. */
let lastCode = "";
async function nextCode(): Promise<string> {
  await waitUntil("the next code", async () => totpCode(secret, Date.now()) !== lastCode, 40_000);
  lastCode = totpCode(secret, Date.now());
  return lastCode;
}

const machinesAreShown = () => page.getByRole("heading", { name: "Machines", exact: true }).waitFor();

check("an authenticator app is set up by its QR code or secret, and recovery codes are told", async () => {
  await page.goto(`${url}/settings/security`);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("img", { name: /QR code/ }).waitFor();
  const text = (await page.getByRole("dialog").locator("pre").textContent()) ?? "";
  secret = text.replaceAll(/\s/g, "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await page.getByLabel("Code of your authenticator app").fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByText("not the app's present code").waitFor();
  await page.getByLabel("Code of your authenticator app").fill(await nextCode());
  await page.getByRole("button", { name: "Turn on" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await codes.first().waitFor();
  recoveryCodes = await codes.allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("10 of 10 left").waitFor();
});

check("the sign-in then has a second step with the field in focus, and leads to where one was going", async () => {
  await signOut();
  await page.goto(`${url}/sessions`);
  await page.getByLabel("E-mail").waitFor();
  await signIn(page);
  await page.getByRole("heading", { name: "One more step" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("autocomplete") === "one-time-code");
  expect((await page.context().cookies()).filter(({ name }) => name.includes("session_token"))).toEqual([]);
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await page.getByText("This code is wrong").waitFor();
  await page.getByLabel("Code of your authenticator app").fill(await nextCode());
  await page.keyboard.press("Enter");
  await page.waitForURL(`${url}/sessions`);
});

check("a recovery code lets in who has no phone at hand", async () => {
  await signOut();
  await signIn(page);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
  await page.keyboard.press("Enter");
  await machinesAreShown();
  await page.goto(`${url}/settings/security`);
  await page.getByText("9 of 10 left").waitFor();
});

check("a passkey is added, named, and signs in without a password", async () => {
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Work laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  const list = page.getByRole("list", { name: "Passkeys" });
  await list.getByText("Work laptop").waitFor();
  await list.getByRole("button", { name: "Rename Work laptop" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Old laptop");
  await page.getByRole("button", { name: "Save name" }).click();
  await list.getByText("Old laptop").waitFor();
  // Or the device would answer to the suggestion in the e-mail field before anybody chose it.
  const touches = (enabled: boolean) =>
    devices.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  await touches(false);
  const challenge = "**/api/auth/passkey-challenge";
  const suggested = page.waitForResponse(challenge);
  await signOut();
  await suggested;
  // Between the press and the browser's question: a device that was asked while it was off never answers.
  const answerThen = async (route: Route) => {
    await touches(true);
    await route.continue();
  };
  await page.route(challenge, answerThen, { times: 1 });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await machinesAreShown();
  // Nor later: the sign-in page offers it again.
  await touches(false);
});

check("an API key is made, shown once, works from a script, and is revoked", async () => {
  await page.goto(`${url}/settings/api-keys`);
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly inventory");
  await page.getByRole("button", { name: "Make key" }).click();
  const key = (await page.getByRole("dialog").locator("pre").textContent())?.trim() ?? "";
  expect(key).toStartWith("rlk_");
  await page.getByRole("button", { name: "Done" }).click();
  const ask = async () => fetch(`${url}/api/me`, { headers: { Authorization: `Bearer ${key}` } });
  expect((await (await ask()).json()).email).toBe(ACCOUNT.email);
  await page.getByRole("button", { name: "Revoke Nightly inventory" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await page.getByText("No keys yet").waitFor();
  expect((await ask()).status).toBe(401);
});

check("another browser is signed out from here, and is led to the sign-in at once", async () => {
  const elsewhere = await dashboard.browser.newContext({
    viewport: DESKTOP,
    userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0",
  });
  const other = await elsewhere.newPage();
  await other.goto(`${url}/sign-in`);
  await signIn(other);
  await other.getByLabel("Code of your authenticator app").fill(await nextCode());
  await other.keyboard.press("Enter");
  await other.getByRole("heading", { name: "Machines", exact: true }).waitFor();
  await page.goto(`${url}/settings/security`);
  await page.getByRole("button", { name: "Sign out Firefox on Linux" }).click();
  await other.getByLabel("E-mail").waitFor();
  await elsewhere.close();
});

async function enterAtProvider(at: Page, login: string): Promise<void> {
  await at.getByPlaceholder("Enter any login").fill(login);
  await at.getByPlaceholder("and password").fill("any");
  await at.getByRole("button", { name: "Sign-in" }).click();
}

/** As the server would after ten minutes. */
async function recoveryCodesAskAgain(): Promise<void> {
  const error = { code: "reauthentication_required", message: "confirm it" };
  const answer = { status: 403, json: { error } };
  await page.route("**/api/auth/recovery-codes", (route) => route.fulfill(answer), { times: 1 });
}

check("an identity provider is added, linked, and signs in through its own pages", async () => {
  const idp = await startIdentityProvider(`${url}/api/auth/callback`);
  await page.context().route("https://fonts.googleapis.com/**", (route) => route.abort());
  try {
    await page.goto(`${url}/settings/sign-in`);
    await page.getByRole("button", { name: "Add provider" }).click();
    await page.getByLabel("Label").fill("Company account");
    await page.getByLabel("Issuer").fill(idp.issuer);
    await page.getByLabel("Client ID").fill(CLIENT.id);
    await page.getByLabel("Client secret").fill(CLIENT.secret);
    await page.getByRole("dialog").getByRole("button", { name: "Add provider" }).click();
    await page.getByRole("list", { name: "Identity providers" }).getByText("Company account").waitFor();
    await page.goto(`${url}/settings/security`);
    await page.getByRole("button", { name: "Link Company account" }).click();
    await enterAtProvider(page, "ada");
    await page.getByText("ada@example.com").first().waitFor();
    await page.getByRole("button", { name: /^Unlink/ }).waitFor();
    await signOut();
    await page.getByRole("button", { name: "Continue with Company account" }).click();
    // Known there already; here the second step is still to be done.
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await page.getByLabel("Code of your authenticator app").fill(await nextCode());
    await page.keyboard.press("Enter");
    await machinesAreShown();
    await page.goto(`${url}/settings/security`);
    await page.getByRole("button", { name: /^Unlink/ }).waitFor();
    await recoveryCodesAskAgain();
    await page.getByRole("button", { name: "New recovery codes" }).click();
    const asOther = page.waitForEvent("popup");
    await page.getByRole("dialog").getByRole("button", { name: "Continue with Company account" }).click();
    await enterAtProvider(await asOther, "grace");
    await page.getByText("You signed in there as somebody else").waitFor();
    const again = page.waitForEvent("popup");
    await page.getByRole("dialog").getByRole("button", { name: "Continue with Company account" }).click();
    await enterAtProvider(await again, "ada");
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await page.getByRole("button", { name: "I have kept them" }).click();
  } finally {
    await idp.stop();
  }
});

check("what is sensitive asks again, then does what was begun", async () => {
  await recoveryCodesAskAgain();
  await page.getByRole("button", { name: "New recovery codes" }).click();
  await page.getByRole("heading", { name: "Confirm it's you" }).waitFor();
  await page.getByRole("dialog").getByLabel("Password").fill("not my password");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("the password is not right").waitFor();
  await page.getByRole("dialog").getByLabel("Password").fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("list", { name: "Recovery codes" }).waitFor();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("10 of 10 left").waitFor();
});
