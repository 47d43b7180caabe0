/** The mail that brings a link for a new password. */
import type { MailOutcome } from "../../../protocol/rest/users.ts";
import type { ServiceContext } from "../context.ts";
import { resetLetter } from "../mail/letters.ts";

export function mailReset(
  context: Pick<ServiceContext, "mail" | "serverSettings">,
  email: string,
  link: { url: string; expiresAt: Date },
): Promise<MailOutcome> {
  return context.mail.send(email, resetLetter({ server: context.serverSettings.current().name, ...link }));
}
