/** `POST /api/settings/mail/test`: a mail to oneself shows whether the settings work, and if not, why. */
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { testLetter } from "./letters.ts";
import { reasonOf } from "./mailer.ts";

/** @returns where it went. @throws ServiceFailure (`mail_off`, `mail_failed` with what the mail server said) */
export async function sendTestMail(context: ServiceContext, actor: Actor, origin: string): Promise<{ to: string }> {
  requireAllowed(actor, "mail.test", null);
  const { email } = personOf(actor);
  if (!context.mail.isOn()) {
    throw new ServiceFailure("conflict", "this server sends no mail: name a mail server first", { code: "mail_off" });
  }
  try {
    await context.mail.deliver(email, testLetter({ server: context.serverSettings.current().name, origin }));
  } catch (error) {
    throw new ServiceFailure("conflict", `the mail was not sent: ${reasonOf(error)}`, { code: "mail_failed" });
  }
  return { to: email };
}
