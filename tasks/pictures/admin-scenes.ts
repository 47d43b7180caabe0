/** The pictures of docs/administrators.md: an installation with customers, people and machines, as it is after some days. */
import type { Page } from "playwright-core";
import { type EnrolledAgent, enrollAgent } from "../../test/fakes/enrolled-agent.ts";
import { callerAt } from "../../test/fakes/server-world.ts";
import type { Scene } from "./scenes.ts";
import type { Stage } from "./stage.ts";

const MACHINES = [
  { name: "web-01", os: "linux", version: "Debian 12", tags: ["server"], group: "Northwind", user: null, online: true },
  { name: "web-02", os: "linux", version: "Debian 12", tags: ["server"], group: "Northwind", user: null, online: true },
  {
    name: "db-01",
    os: "linux",
    version: "Ubuntu 24.04",
    tags: ["server"],
    group: "Northwind",
    user: null,
    online: true,
  },
  {
    name: "till-lyon-1",
    os: "windows",
    version: "Windows 11",
    tags: ["windows"],
    group: "Bakery Lyon",
    user: "caisse",
    online: true,
  },
  {
    name: "till-lyon-2",
    os: "windows",
    version: "Windows 11",
    tags: ["windows"],
    group: "Bakery Lyon",
    user: "caisse",
    online: false,
  },
  {
    name: "office-lyon",
    os: "linux",
    version: "Debian 12",
    tags: ["workstation"],
    group: "Bakery Lyon",
    user: "marie",
    online: true,
  },
  {
    name: "mia-laptop",
    os: "darwin",
    version: "macOS 15",
    tags: ["laptop", "mac"],
    group: "Northwind",
    user: "mia",
    online: false,
  },
  {
    name: "reception",
    os: "windows",
    version: "Windows 11",
    tags: ["workstation"],
    group: "Northwind",
    user: "front",
    online: true,
  },
] as const;

/** Made by the first scene that needs it. */
const populated = new WeakMap<Stage, Promise<EnrolledAgent[]>>();

function populate(stage: Stage): Promise<EnrolledAgent[]> {
  const agents = populated.get(stage) ?? makeAll(stage);
  populated.set(stage, agents);
  return agents;
}

async function makeAll({ installation }: Stage): Promise<EnrolledAgent[]> {
  const { url, administrator } = installation;
  const person = callerAt(url, { cookie: administrator.cookie, Origin: url });
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, string>> => {
    const answer = await person.ask<Record<string, string>>(method, path, { body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.body;
  };
  const groups = new Map<string, string>();
  for (const name of ["Northwind", "Bakery Lyon"])
    groups.set(name, (await ask("POST", "/api/groups", { name })).id ?? "");
  const everywhere = [...groups.values()].map((group_id) => ({ group_id }));
  for (const [name, email, members] of [
    ["Grace Lindqvist", "grace@example.com", everywhere],
    ["Tomás Rey", "tomas@example.com", everywhere.slice(0, 1)],
    [null, "noor@example.com", everywhere.slice(1)],
  ] as const) {
    const invite = await ask("POST", "/api/invites", { email, groups: members });
    if (!name) continue;
    const account = {
      name,
      email,
      password: "correct horse battery staple",
      invite_token: invite.url?.split("/").at(-1),
    };
    await callerAt(url, { Origin: url }).ask("POST", "/api/auth/sign-up/email", { body: account });
  }
  const agents: EnrolledAgent[] = [];
  for (const { name, os, version, tags, group, user, online } of MACHINES) {
    const token = await ask("POST", "/api/enrollment-tokens", { label: `${group}, ${name}`, max_uses: 1 });
    const agent = await enrollAgent(url, token.token ?? "", { hostname: name, name, os });
    await agent.heartbeat({ os_version: version, ...(user && { logged_in_user: user }) });
    await ask("PATCH", `/api/machines/${agent.machineId}`, { tags, group_id: groups.get(group) });
    if (online) await agent.connect();
    agents.push(agent);
  }
  await ask("PATCH", `/api/machines/${installation.machineId}`, {
    tags: ["workstation", "linux"],
    group_id: groups.get("Northwind"),
  });
  return agents;
}

/** A page of the dashboard, when what is to be seen on it is there. */
const dashboardPage =
  (path: string, isThere: (page: Page, stage: Stage) => Promise<unknown>): Scene =>
  async (stage) => {
    await populate(stage);
    const page = await stage.page("light");
    await page.goto(stage.installation.url + path);
    await isThere(page, stage);
    await page.waitForTimeout(1_000);
    return { page };
  };

export const ADMIN_SCENES: Readonly<Record<string, Scene>> = {
  machines: dashboardPage("/machines", async (page) => {
    await page.getByRole("row").filter({ hasText: "till-lyon-1" }).waitFor();
  }),
  group: dashboardPage("/groups", async (page) => {
    await page.getByRole("link", { name: "Northwind" }).first().click();
    await page.getByText("web-01").first().waitFor();
  }),
  users: dashboardPage("/users", async (page) => {
    await page.getByText("grace@example.com").first().waitFor();
  }),
  audit: dashboardPage("/audit", async (page) => {
    await page.getByText(/^Verified/).waitFor();
  }),
  "server-settings": dashboardPage("/settings/server", async (page) => {
    await page.getByRole("heading", { name: "General" }).waitFor();
  }),
  "script-run": async (stage) => {
    await populate(stage);
    const { url, administrator } = stage.installation;
    const person = callerAt(url, { cookie: administrator.cookie, Origin: url });
    const machines = await administrator.machines();
    const script =
      'echo "removing jobs older than a day"\nfor job in 0412 0413 0414; do echo "  $job"; done\necho "3 removed, queue is empty"';
    const body = {
      name: "Clear the print queue",
      shell: "sh",
      script,
      elevated: true,
      machine_ids: machines.filter(({ name }) => /^(office-07|till-lyon-2|mia-laptop)$/.test(name)).map(({ id }) => id),
    };
    const { body: run } = await person.ask("POST", "/api/script-runs", { body });
    const page = await stage.page("light");
    await page.goto(`${url}/scripts/runs/${run.id}`);
    await page.getByText("Succeeded", { exact: true }).waitFor();
    await page.getByRole("button", { name: /office-07/ }).click();
    await page.getByText("queue is empty").first().waitFor();
    await page.waitForTimeout(1_000);
    return { page };
  },
};
