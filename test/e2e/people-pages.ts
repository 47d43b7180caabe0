/** The pages about groups, users and invitations, filled with words of the test's choice: for page-safety.test.ts. */
import type { Page } from "playwright-core";

export type OpenedPage = { name: string; open: () => Promise<void> };
export type PeopleMade = { groupId: string; userId: string; inviteUrl: string; resetUrl: string };

type Ask = (method: string, path: string, data?: object) => Promise<Record<string, string>>;

/** A group with the machine and a member, a person, an invitation, all of them called so. */
export async function makePeople(ask: Ask, url: string, words: string, machineId: string): Promise<PeopleMade> {
  const { id: groupId = "" } = await ask("POST", "/api/groups", { name: words });
  await ask("PATCH", `/api/machines/${machineId}`, { group_id: groupId });
  const groups = [{ group_id: groupId }];
  const invited = await ask("POST", "/api/invites", { email: "member@example.com", groups });
  const invite_token = invited.url?.split("/").at(-1);
  // Not by the page's own requests: the cookie of who is made here is not the page's.
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: url },
    body: JSON.stringify({ name: words, email: "member@example.com", password: "long enough for it", invite_token }),
  });
  if (!answer.ok) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
  const { user } = await answer.json();
  const open = await ask("POST", "/api/invites", { email: `${"a".repeat(60)}@a-long-name-of-a-company.example.com` });
  const reset = await ask("POST", `/api/users/${user.id}/password-reset`);
  return { groupId, userId: user.id, inviteUrl: open.url ?? "", resetUrl: reset.url ?? "" };
}

export function peoplePages(page: () => Page, url: () => string, made: () => PeopleMade): OpenedPage[] {
  const open = (path: string) => page().goto(url() + path);
  const shown = (table: string) => page().getByRole("table", { name: table }).waitFor();
  return [
    {
      name: "the groups",
      open: async () => {
        await open("/groups");
        await shown("Groups");
      },
    },
    {
      name: "a group",
      open: async () => {
        await open(`/groups/${made().groupId}`);
        await shown("Machines of the group");
      },
    },
    {
      name: "what a member may do",
      open: async () => {
        await open(`/groups/${made().groupId}`);
        await page()
          .getByRole("button", { name: /^Change what/ })
          .click();
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "the end of a group",
      open: async () => {
        await open(`/groups/${made().groupId}`);
        await page().getByRole("button", { name: "Delete the group" }).click();
        await page().getByRole("alertdialog").waitFor();
      },
    },
    {
      name: "the users",
      open: async () => {
        await open("/users");
        await shown("Invitations");
      },
    },
    {
      name: "the inviting of somebody",
      open: async () => {
        await open(`/users?invite=1&group=${made().groupId}`);
        await page().getByRole("dialog").getByRole("checkbox").first().waitFor();
      },
    },
    {
      name: "a user",
      open: async () => {
        await open(`/users/${made().userId}`);
        await page().getByRole("button", { name: "Make a link" }).waitFor();
      },
    },
    {
      name: "an invitation",
      open: async () => {
        await page().goto(made().inviteUrl);
        await page().getByText("invites you").waitFor();
      },
    },
    {
      name: "the setting of a new password",
      open: async () => {
        await page().goto(made().resetUrl);
        await page().getByLabel("New password").waitFor();
      },
    },
  ];
}
