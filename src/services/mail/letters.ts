/** What mails say, as plain text and as plain HTML. Every value is escaped; a link is written out, so that it can be read. */

export type Letter = { subject: string; text: string; html: string };

type Content = {
  subject: string;
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  /** Small, at the end. */
  notes: readonly string[];
};

/** @param invite.server the name that administrators gave it */
export function inviteLetter(invite: { server: string; url: string; inviter: string | null; expiresAt: Date }): Letter {
  const server = oneLine(invite.server);
  const who = invite.inviter ? oneLine(invite.inviter) : "An administrator";
  return compose({
    subject: `${who} invites you to ${server}`,
    paragraphs: [`${who} invites you to ${server}, where your team gives remote support.`],
    action: { label: "Make your account", url: invite.url },
    notes: [
      `The link is yours alone and good until ${exactly(invite.expiresAt)}.`,
      "You did not expect this? Then there is nothing to do.",
    ],
  });
}

export function resetLetter(reset: { server: string; url: string; expiresAt: Date }): Letter {
  const server = oneLine(reset.server);
  return compose({
    subject: `A new password for ${server}`,
    paragraphs: [`Here you set a new password for your account at ${server}. It signs you out everywhere.`],
    action: { label: "Set a new password", url: reset.url },
    notes: [
      `The link works once, until ${exactly(reset.expiresAt)}.`,
      "You did not ask for it? Then there is nothing to do: your password stays as it is.",
    ],
  });
}

export function testLetter({ server, origin }: { server: string; origin: string }): Letter {
  return compose({
    subject: `${oneLine(server)} can send mail`,
    paragraphs: [`This is the test mail of the server at ${origin}. It arrived: nothing is left to do.`],
    notes: [],
  });
}

function compose({ subject, paragraphs, action, notes }: Content): Letter {
  const link = action ? [`${action.label}:\n${action.url}`] : [];
  const button = action
    ? html`<p><a href="${action.url}">${action.label}</a></p><p style="color:#666;font-size:12px">${action.url}</p>`
    : "";
  const body = paragraphs.map((text) => html`<p>${text}</p>`).join("");
  const small = notes.map((text) => html`<p style="color:#666;font-size:12px">${text}</p>`).join("");
  return {
    subject,
    text: `${[...paragraphs, ...link, ...notes].join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:15px;line-height:1.5">${body}${button}${small}</body></html>`,
  };
}

function html(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(escapeHtml));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A name from outside ends up in a subject: no line of it begins another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function exactly(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
