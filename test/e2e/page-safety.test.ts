/** What machines and people say stays text on every page, and every page is usable without eyes or mouse (axe), light and dark. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../fakes/enrolled-agent.ts";
import { startReceiver, type WebhookReceiver } from "../fakes/webhook-receiver.ts";
import {
  type Dashboard,
  DESKTOP,
  fillFirstAccount,
  openDashboard,
  PHONE,
  rowOf,
  shownToken,
  signIn,
} from "./dashboard.ts";
import { withEvidence } from "./evidence.ts";
import { followFaults, type PageFaults } from "./page-faults.ts";
import { makePeople, type PeopleMade, peoplePages } from "./people-pages.ts";

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
let agent: EnrolledAgent;
let sessionId: string | undefined;
let scriptId = "";
let runId = "";
let people: PeopleMade;
let receiver: WebhookReceiver;
let webhookId = "";

beforeAll(async () => {
  dashboard = await openDashboard();
  page = dashboard.page;
  url = dashboard.server().url;
  faults = followFaults(page);
  await page.goto(`${url}/setup`);
  await fillFirstAccount(page);
  const token = await shownToken(page);
  agent = await enrollAgent(url, token, {
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
  scriptId = (await asPerson("POST", "/api/scripts", script)).id ?? "";
  runId =
    (await asPerson("POST", "/api/script-runs", { script_id: scriptId, machine_ids: [agent.machineId] })).id ?? "";
  people = await makePeople(asPerson, url, LONG_HOSTILE, agent.machineId);
  receiver = startReceiver();
  receiver.answer(() => new Response(LONG_HOSTILE, { status: 500 }));
  const events = ["machine.removed"];
  const webhook = { name: LONG_HOSTILE, url: `${receiver.url}&x=${HOSTILE}`, events, allow_private: true };
  webhookId = (await asPerson("POST", "/api/webhooks", webhook)).id ?? "";
  await asPerson("POST", `/api/webhooks/${webhookId}/test`, {});
  const past = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {});
  await asPerson("DELETE", `/api/sessions/${past.session_id}`);
  ({ session_id: sessionId } = await asPerson("POST", `/api/machines/${agent.machineId}/sessions`, {}));
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

/** Every page there is for a signed-in person, and by what one sees that it is all there. */
const PAGES: { name: string; open: () => Promise<void> }[] = [
  {
    name: "the machines as a table",
    open: async () => {
      await page.goto(`${url}/machines`);
      await page.getByRole("radio", { name: "Table" }).check();
      await rowOf(page, HOSTILE).waitFor();
    },
  },
  {
    name: "the machines as cards",
    open: async () => {
      await page.goto(`${url}/machines`);
      await page.getByRole("radio", { name: "Cards" }).check();
      await page.getByRole("listitem").filter({ hasText: HOSTILE }).first().waitFor();
    },
  },
  {
    name: "a machine",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}`);
      await page.getByText("Host name").waitFor();
    },
  },
  {
    name: "a machine's notes",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}/notes`);
      await page.getByRole("main").getByRole("blockquote").waitFor();
    },
  },
  {
    name: "a machine's notes as they are written",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}/notes?edit=1`);
      await page.getByRole("region", { name: "Preview" }).getByRole("blockquote").waitFor();
    },
  },
  {
    name: "a machine's sessions",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}/sessions`);
      await page.getByRole("table", { name: "Past sessions" }).waitFor();
    },
  },
  {
    name: "a machine's recordings",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}/recordings`);
      await page.getByRole("heading", { name: "Nothing recorded yet" }).waitFor();
    },
  },
  {
    name: "the menu of a machine",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}`);
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Actions for/ })
        .click();
      await page.getByRole("menuitem", { name: "Remove…" }).waitFor();
    },
  },
  {
    name: "the notes of a machine",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}`);
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Actions for/ })
        .click();
      await page.getByRole("menuitem", { name: "Show notes" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "the editing of a machine",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}`);
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Actions for/ })
        .click();
      await page.getByRole("menuitem", { name: "Edit…" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "the removal of a machine",
    open: async () => {
      await page.goto(`${url}/machines/${agent.machineId}`);
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Actions for/ })
        .click();
      await page.getByRole("menuitem", { name: "Remove…" }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "the palette",
    open: async () => {
      await page.goto(`${url}/settings`);
      await page.getByRole("heading", { name: "Appearance" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("option").filter({ hasText: HOSTILE }).first().waitFor();
    },
  },
  {
    name: "Quick Connect",
    open: async () => {
      await page.goto(`${url}/connect`);
      await page.getByRole("group", { name: "Session code" }).waitFor();
    },
  },
  {
    name: "the sessions",
    open: async () => {
      await page.goto(`${url}/sessions`);
      await page.getByRole("table", { name: "Live sessions" }).waitFor();
      await page.getByRole("table", { name: "Past sessions" }).waitFor();
    },
  },
  {
    name: "a session",
    open: async () => {
      await page.goto(`${url}/sessions/${sessionId}`);
      await page.getByLabel("What was done").waitFor();
      await page.getByRole("table", { name: "Audit log" }).waitFor();
    },
  },
  {
    name: "the audit log with a row open and days to choose",
    open: async () => {
      await page.goto(`${url}/audit?on=img&from=2020-01-01`);
      await page
        .getByRole("button", { name: /^Details of what/ })
        .first()
        .click();
      await page.getByText("all about it").waitFor();
      await page.getByText(/^Verified/).waitFor();
    },
  },
  {
    name: "the recordings",
    open: async () => {
      await page.goto(`${url}/recordings`);
      await page.getByText("Nothing recorded yet").waitFor();
    },
  },
  ...peoplePages(
    () => page,
    () => url,
    () => people,
  ),
  {
    name: "the library of scripts",
    open: async () => {
      await page.goto(`${url}/scripts`);
      await page.getByRole("table", { name: "Saved scripts" }).waitFor();
    },
  },
  {
    name: "a script",
    open: async () => {
      await page.goto(`${url}/scripts/${scriptId}`);
      await page.getByLabel("Asked as").waitFor();
    },
  },
  {
    name: "the start of a run",
    open: async () => {
      await page.goto(`${url}/scripts/run`);
      await page.getByLabel("Script to run").selectOption(scriptId);
      await page.getByText("None chosen").waitFor();
    },
  },
  {
    name: "the runs of scripts",
    open: async () => {
      await page.goto(`${url}/scripts/runs`);
      await page.getByRole("table", { name: "Runs of scripts" }).waitFor();
    },
  },
  {
    name: "a run of a script",
    open: async () => {
      await page.goto(`${url}/scripts/runs/${runId}`);
      await page.getByRole("list", { name: "Machines" }).getByRole("listitem").first().waitFor();
    },
  },
  {
    name: "enrollment",
    open: async () => {
      await page.goto(`${url}/enrollment`);
      await page.getByRole("table", { name: "Enrollment tokens" }).waitFor();
      await page.getByRole("list", { name: "Machines that wait" }).waitFor();
    },
  },
  {
    name: "the accepting of a machine",
    open: async () => {
      await page.goto(`${url}/enrollment`);
      await page.getByRole("button", { name: /^Accept / }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "the editing of a token",
    open: async () => {
      await page.goto(`${url}/enrollment`);
      await page
        .getByRole("button", { name: /^Actions for/ })
        .first()
        .click();
      await page.getByRole("menuitem", { name: "Edit" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "the server's settings",
    open: async () => {
      await page.goto(`${url}/settings/server`);
      await page.getByLabel("Name of this server").waitFor();
      await page.getByRole("form", { name: "Mail" }).getByRole("button", { name: "Replace" }).click();
      await page.getByLabel("Host").waitFor();
    },
  },
  {
    name: "the making of a token",
    open: async () => {
      await page.goto(`${url}/enrollment?new=1`);
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "a token just made",
    open: async () => {
      await page.goto(`${url}/enrollment?new=1`);
      await page.getByRole("button", { name: "Create token" }).click();
      await page
        .getByText(/curl .*install\.sh/)
        .first()
        .waitFor();
    },
  },
  {
    name: "settings",
    open: async () => {
      await page.goto(`${url}/settings`);
      await page.getByRole("heading", { name: "Appearance" }).waitFor();
    },
  },
  {
    name: "settings of one's own security",
    open: async () => {
      await page.goto(`${url}/settings/security`);
      await page.getByRole("table", { name: "Sign-ins" }).waitFor();
    },
  },
  {
    name: "the set-up of an authenticator app",
    open: async () => {
      await page.goto(`${url}/settings/security`);
      await page.getByRole("button", { name: "Set up" }).click();
      await page.getByRole("img", { name: /QR code/ }).waitFor();
    },
  },
  {
    name: "the adding of an identity provider",
    open: async () => {
      await page.goto(`${url}/settings/sign-in`);
      await page.getByRole("button", { name: "Add provider" }).click();
      await page.getByLabel("Issuer").waitFor();
    },
  },
  {
    name: "API keys",
    open: async () => {
      await page.goto(`${url}/settings/api-keys`);
      await page.getByRole("table", { name: "API keys" }).waitFor();
    },
  },
  {
    name: "webhooks",
    open: async () => {
      await page.goto(`${url}/settings/webhooks`);
      await page.getByRole("table", { name: "Webhooks" }).waitFor();
    },
  },
  {
    name: "a webhook with a message open",
    open: async () => {
      await page.goto(`${url}/settings/webhooks?webhook=${webhookId}`);
      await page.getByText("webhook.test").first().click();
      await page.getByRole("region", { name: "Its answer" }).getByText(HOSTILE).waitFor();
    },
  },
  {
    name: "the making of a webhook",
    open: async () => {
      await page.goto(`${url}/settings/webhooks`);
      await page.getByRole("button", { name: "New webhook" }).click();
      await page.getByLabel("Allow private addresses").waitFor();
    },
  },
  {
    name: "the making of an API key",
    open: async () => {
      await page.goto(`${url}/settings/api-keys`);
      await page.getByRole("button", { name: "New key" }).click();
      await page.getByLabel("May do").selectOption("chosen");
      await page.getByRole("checkbox").first().waitFor();
    },
  },
  {
    name: "the first steps",
    open: async () => {
      await page.goto(`${url}/setup`);
      await page.getByText("has joined").waitFor();
    },
  },
];

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
    await asPerson("DELETE", `/api/sessions/${sessionId}`);
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
