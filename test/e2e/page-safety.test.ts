/** What machines and people say stays text on every page, and every page is usable without eyes or mouse (axe), light and dark. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { enrollAgent } from "../fakes/enrolled-agent.ts";
import { startReceiver, type WebhookReceiver } from "../fakes/webhook-receiver.ts";
import { type Dashboard, DESKTOP, fillFirstAccount, openDashboard, PHONE, shownToken, signIn } from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";
import { makePeople } from "./people-pages.ts";
import { type SafePagesMade, safePages } from "./safe-pages.ts";

setDefaultTimeout(180_000);

/** Runs wherever it becomes markup. As long as the shortest field (40 characters) takes. */
const HOSTILE = "<img src=x onerror=window.harm=1>";
const LONG_HOSTILE = `"'><script>window.harm=1</script><svg onload=window.harm=1>${HOSTILE}`;
/** What a person who may edit a machine could write into its notes. */
const HOSTILE_NOTES = [
  HOSTILE,
  `# ${LONG_HOSTILE}`,
  "[x](javascript:window.harm=1)",
  `> ${HOSTILE}`,
  `- ${HOSTILE}`,
].join("\n\n");

let dashboard: Dashboard;
let page: Page;
let faults: PageFaults;
let url: string;
let made: SafePagesMade;
let receiver: WebhookReceiver;

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page);
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  const token = await shownToken(page);
  const agent = await enrollAgent(url, token, {
    hostname: LONG_HOSTILE,
    name: LONG_HOSTILE,
    os: HOSTILE,
    arch: HOSTILE,
    agent_version: HOSTILE,
  });
  await agent.connect();
  await agent.heartbeat({ os_version: LONG_HOSTILE, cpu_model: LONG_HOSTILE, logged_in_user: LONG_HOSTILE });
  await asPerson("PATCH", `/api/machines/${agent.machineId}`, { notes: HOSTILE_NOTES, tags: [HOSTILE, "server"] });
  await asPerson("POST", "/api/enrollment-tokens", { label: LONG_HOSTILE });
  await asPerson("POST", "/api/api-keys", { name: LONG_HOSTILE });
  await asPerson("PATCH", "/api/settings", {
    name: HOSTILE,
    consent_text: LONG_HOSTILE,
    open_enrollment: true,
    mail: { smtp_url: "smtp://user:secret@mail.example", from: `${HOSTILE.replace(/[<>]/g, "")} <a@example.com>` },
  });
  await askToJoin({ hostname: LONG_HOSTILE, os: HOSTILE, arch: HOSTILE, agent_version: HOSTILE });
  await asPerson("POST", "/api/auth/update-user", { name: LONG_HOSTILE });
  const script = {
    name: LONG_HOSTILE,
    description: LONG_HOSTILE,
    shell: "sh",
    script: LONG_HOSTILE,
    parameters: [{ name: "X", label: LONG_HOSTILE, default: LONG_HOSTILE }],
  };
  const scriptId = (await asPerson("POST", "/api/scripts", script)).id ?? "";
  const runId =
    (await asPerson("POST", "/api/script-runs", { script_id: scriptId, machine_ids: [agent.machineId] })).id ?? "";
  const people = await makePeople(asPerson, url, LONG_HOSTILE, agent.machineId);
  receiver = startReceiver();
  receiver.answer(() => new Response(LONG_HOSTILE, { status: 500 }));
  const events = ["machine.removed"];
  const webhook = { name: LONG_HOSTILE, url: `${receiver.url}&x=${HOSTILE}`, events, allow_private: true };
  const webhookId = (await asPerson("POST", "/api/webhooks", webhook)).id ?? "";
  await asPerson("POST", `/api/webhooks/${webhookId}/test`, {});
  const past = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {});
  await asPerson("DELETE", `/api/sessions/${past.session_id}`);
  const { session_id: sessionId = "" } = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {});
  made = { machineId: agent.machineId, sessionId, scriptId, runId, webhookId, people };
});
afterAll(async () => {
  await dashboard?.stop();
  await receiver?.stop();
});

async function asPerson(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const answer = await page.context().request.fetch(url + path, { method, data, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}

/** Without a token: it waits to be accepted. */
async function askToJoin(machine: object): Promise<void> {
  const answer = await fetch(`${url}/api/agent/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(machine),
  });
  if (answer.status !== 201) throw new Error(`registering answered ${answer.status}: ${await answer.text()}`);
}

const PAGES = safePages(
  () => page,
  () => url,
  () => made,
  HOSTILE,
);

for (const { name, open } of PAGES) {
  test(`${name}: hostile words stay words, and axe finds nothing serious in any theme and width`, () =>
    withEvidence(name, dashboard.witnesses, async () => {
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        await open();
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          expect({ viewport, colorScheme, harm: await harmDone() }).toEqual({ viewport, colorScheme, harm: NO_HARM });
          expect({ viewport, colorScheme, found: await seriousFindings() }).toEqual({
            viewport,
            colorScheme,
            found: [],
          });
        }
      }
      expect(faults.take()).toEqual([]);
    }));
}

const NO_HARM = { ran: false, images: 0, strangeLinks: 0, isWiderThanWindow: false };

/** What hostile words would have made of the page; a long one must not push it apart either. */
async function harmDone(): Promise<typeof NO_HARM> {
  return await page.evaluate(() => ({
    ran: "harm" in window,
    images:
      document.querySelectorAll("img, body script, svg[onload]").length -
      document.querySelectorAll("body > script").length,
    strangeLinks: [...document.links].filter((link) => !/^https?:$/.test(link.protocol)).length,
    isWiderThanWindow: document.documentElement.scrollWidth > window.innerWidth,
  }));
}

async function seriousFindings(): Promise<string[]> {
  // Colours that are just changing with the theme have no contrast yet: even the shortest transition takes a frame, and one
  // that is inherited begins where that of the element around it has ended.
  await page.evaluate(async () => {
    for (;;) {
      await new Promise(requestAnimationFrame);
      const finite = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      if (finite.length === 0) return;
      await Promise.allSettled(finite.map(({ finished }) => finished));
    }
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}

test("sign-in: axe finds nothing serious in any theme and width", () =>
  withEvidence("sign-in", dashboard.witnesses, async () => {
    await asPerson("DELETE", `/api/sessions/${made.sessionId}`);
    await asPerson("POST", "/api/auth/sign-out", {});
    await page.evaluate(() => localStorage.clear());
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(`${url}/sign-in`);
        await page.getByLabel("E-mail").waitFor();
        expect({ viewport, colorScheme, found: await seriousFindings() }).toEqual({ viewport, colorScheme, found: [] });
        await signIn(page, "not the password");
        await page.getByRole("alert").waitFor();
        expect({ viewport, colorScheme, found: await seriousFindings() }).toEqual({ viewport, colorScheme, found: [] });
      }
    }
  }));
