/** Every page there is for a signed-in person, filled with words of the test's choice: for page-safety.test.ts. */
import type { Page } from "playwright-core";
import { rowOf } from "./dashboard.ts";
import { type OpenedPage, type PeopleMade, peoplePages } from "./people-pages.ts";

/** What the pages show, by the ids in their addresses. */
export type SafePagesMade = {
  machineId: string;
  /** Of a session that runs. */
  sessionId: string;
  scriptId: string;
  runId: string;
  webhookId: string;
  people: PeopleMade;
};

/**
 * Each with what one sees when it is all there.
 * @param hostile what everything is called, or begins with
 */
export function safePages(
  page: () => Page,
  url: () => string,
  made: () => SafePagesMade,
  hostile: string,
): OpenedPage[] {
  return [
    {
      name: "the machines as a table",
      open: async () => {
        await page().goto(`${url()}/machines`);
        await page().getByRole("radio", { name: "Table" }).check();
        await rowOf(page(), hostile).waitFor();
      },
    },
    {
      name: "the machines as cards",
      open: async () => {
        await page().goto(`${url()}/machines`);
        await page().getByRole("radio", { name: "Cards" }).check();
        await page().getByRole("listitem").filter({ hasText: hostile }).first().waitFor();
      },
    },
    {
      name: "a machine",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}`);
        await page().getByText("Host name").waitFor();
      },
    },
    {
      name: "a machine's notes",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}/notes`);
        await page().getByRole("main").getByRole("blockquote").waitFor();
      },
    },
    {
      name: "a machine's notes as they are written",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}/notes?edit=1`);
        await page().getByRole("region", { name: "Preview" }).getByRole("blockquote").waitFor();
      },
    },
    {
      name: "a machine's sessions",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}/sessions`);
        await page().getByRole("table", { name: "Past sessions" }).waitFor();
      },
    },
    {
      name: "a machine's recordings",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}/recordings`);
        await page().getByRole("heading", { name: "Nothing recorded yet" }).waitFor();
      },
    },
    {
      name: "the menu of a machine",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}`);
        await page()
          .getByRole("main")
          .getByRole("button", { name: /^Actions for/ })
          .click();
        await page().getByRole("menuitem", { name: "Remove…" }).waitFor();
      },
    },
    {
      name: "the notes of a machine",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}`);
        await page()
          .getByRole("main")
          .getByRole("button", { name: /^Actions for/ })
          .click();
        await page().getByRole("menuitem", { name: "Show notes" }).click();
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "the editing of a machine",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}`);
        await page()
          .getByRole("main")
          .getByRole("button", { name: /^Actions for/ })
          .click();
        await page().getByRole("menuitem", { name: "Edit…" }).click();
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "the removal of a machine",
      open: async () => {
        await page().goto(`${url()}/machines/${made().machineId}`);
        await page()
          .getByRole("main")
          .getByRole("button", { name: /^Actions for/ })
          .click();
        await page().getByRole("menuitem", { name: "Remove…" }).click();
        await page().getByRole("alertdialog").waitFor();
      },
    },
    {
      name: "the palette",
      open: async () => {
        await page().goto(`${url()}/settings`);
        await page().getByRole("heading", { name: "Appearance" }).waitFor();
        await page().keyboard.press("Control+k");
        await page().getByRole("option").filter({ hasText: hostile }).first().waitFor();
      },
    },
    {
      name: "the sheet of keys",
      open: async () => {
        await page().goto(`${url()}/settings`);
        await page().getByRole("heading", { name: "Appearance" }).waitFor();
        await page().keyboard.press("?");
        await page().getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      },
    },
    {
      name: "a proof at a provider that failed",
      open: async () => {
        await page().goto(`${url()}/proven?failed=${hostile}`);
        await page().getByRole("heading", { name: "Not confirmed" }).waitFor();
      },
    },
    {
      name: "Quick Connect",
      open: async () => {
        await page().goto(`${url()}/connect`);
        await page().getByRole("group", { name: "Session code" }).waitFor();
      },
    },
    {
      name: "the sessions",
      open: async () => {
        await page().goto(`${url()}/sessions`);
        await page().getByRole("table", { name: "Live sessions" }).waitFor();
        await page().getByRole("table", { name: "Past sessions" }).waitFor();
      },
    },
    {
      name: "a session",
      open: async () => {
        await page().goto(`${url()}/sessions/${made().sessionId}`);
        await page().getByLabel("What was done").waitFor();
        await page().getByRole("table", { name: "Audit log" }).waitFor();
      },
    },
    {
      name: "the audit log with a row open and days to choose",
      open: async () => {
        await page().goto(`${url()}/audit?on=img&from=2020-01-01`);
        await page()
          .getByRole("button", { name: /^Details of what/ })
          .first()
          .click();
        await page().getByText("all about it").waitFor();
        await page()
          .getByText(/^Verified/)
          .waitFor();
      },
    },
    {
      name: "the recordings",
      open: async () => {
        await page().goto(`${url()}/recordings`);
        await page().getByText("Nothing recorded yet").waitFor();
      },
    },
    ...peoplePages(page, url, () => made().people),
    {
      name: "the library of scripts",
      open: async () => {
        await page().goto(`${url()}/scripts`);
        await page().getByRole("table", { name: "Saved scripts" }).waitFor();
      },
    },
    {
      name: "a script",
      open: async () => {
        await page().goto(`${url()}/scripts/${made().scriptId}`);
        await page().getByLabel("Asked as").waitFor();
      },
    },
    {
      name: "the start of a run",
      open: async () => {
        await page().goto(`${url()}/scripts/run`);
        await page().getByLabel("Script to run").selectOption(made().scriptId);
        await page().getByText("None chosen").waitFor();
      },
    },
    {
      name: "the runs of scripts",
      open: async () => {
        await page().goto(`${url()}/scripts/runs`);
        await page().getByRole("table", { name: "Runs of scripts" }).waitFor();
      },
    },
    {
      name: "a run of a script",
      open: async () => {
        await page().goto(`${url()}/scripts/runs/${made().runId}`);
        await page().getByRole("list", { name: "Machines" }).getByRole("listitem").first().waitFor();
      },
    },
    {
      name: "enrollment",
      open: async () => {
        await page().goto(`${url()}/enrollment`);
        await page().getByRole("table", { name: "Enrollment tokens" }).waitFor();
        await page().getByRole("list", { name: "Machines that wait" }).waitFor();
      },
    },
    {
      name: "the accepting of a machine",
      open: async () => {
        await page().goto(`${url()}/enrollment`);
        await page()
          .getByRole("button", { name: /^Accept / })
          .click();
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "the editing of a token",
      open: async () => {
        await page().goto(`${url()}/enrollment`);
        await page()
          .getByRole("button", { name: /^Actions for/ })
          .first()
          .click();
        await page().getByRole("menuitem", { name: "Edit" }).click();
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "the server's settings",
      open: async () => {
        await page().goto(`${url()}/settings/server`);
        await page().getByLabel("Name of this server").waitFor();
        await page().getByRole("form", { name: "Mail" }).getByRole("button", { name: "Replace" }).click();
        await page().getByLabel("Host").waitFor();
      },
    },
    {
      name: "the making of a token",
      open: async () => {
        await page().goto(`${url()}/enrollment?new=1`);
        await page().getByRole("dialog").waitFor();
      },
    },
    {
      name: "a token just made",
      open: async () => {
        await page().goto(`${url()}/enrollment?new=1`);
        await page().getByRole("button", { name: "Create token" }).click();
        await page()
          .getByText(/curl .*install\.sh/)
          .first()
          .waitFor();
      },
    },
    {
      name: "settings",
      open: async () => {
        await page().goto(`${url()}/settings`);
        await page().getByRole("heading", { name: "Appearance" }).waitFor();
      },
    },
    {
      name: "settings of one's own security",
      open: async () => {
        await page().goto(`${url()}/settings/security`);
        await page().getByRole("table", { name: "Sign-ins" }).waitFor();
      },
    },
    {
      name: "the set-up of an authenticator app",
      open: async () => {
        await page().goto(`${url()}/settings/security`);
        await page().getByRole("button", { name: "Set up" }).click();
        await page()
          .getByRole("img", { name: /QR code/ })
          .waitFor();
      },
    },
    {
      name: "the adding of an identity provider",
      open: async () => {
        await page().goto(`${url()}/settings/sign-in`);
        await page().getByRole("button", { name: "Add provider" }).click();
        await page().getByLabel("Issuer").waitFor();
      },
    },
    {
      name: "API keys",
      open: async () => {
        await page().goto(`${url()}/settings/api-keys`);
        await page().getByRole("table", { name: "API keys" }).waitFor();
      },
    },
    {
      name: "webhooks",
      open: async () => {
        await page().goto(`${url()}/settings/webhooks`);
        await page().getByRole("table", { name: "Webhooks" }).waitFor();
      },
    },
    {
      name: "a webhook with a message open",
      open: async () => {
        await page().goto(`${url()}/settings/webhooks?webhook=${made().webhookId}`);
        await page().getByText("webhook.test").first().click();
        await page().getByRole("region", { name: "Its answer" }).getByText(hostile).waitFor();
      },
    },
    {
      name: "the making of a webhook",
      open: async () => {
        await page().goto(`${url()}/settings/webhooks`);
        await page().getByRole("button", { name: "New webhook" }).click();
        await page().getByLabel("Allow private addresses").waitFor();
      },
    },
    {
      name: "the making of an API key",
      open: async () => {
        await page().goto(`${url()}/settings/api-keys`);
        await page().getByRole("button", { name: "New key" }).click();
        await page().getByLabel("May do").selectOption("chosen");
        await page().getByRole("checkbox").first().waitFor();
      },
    },
    {
      name: "the first steps",
      open: async () => {
        await page().goto(`${url()}/setup`);
        await page().getByText("has joined").waitFor();
      },
    },
  ];
}
