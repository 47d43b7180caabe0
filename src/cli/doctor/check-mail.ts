/** Whether the mail server takes us; nothing is sent. */
import { createTransport } from "nodemailer";
import { reasonOf } from "../../lib/start-failure.ts";
import { smtpConnectionOf } from "../../services/mail/smtp-connection.ts";
import { type Finding, fail, ok } from "./finding.ts";

const TIMEOUT_MS = 10_000;

export async function checkMail(smtpUrl: string | undefined): Promise<Finding> {
  if (!smtpUrl) return ok("SMTP_URL", "not set: mail is sent as the settings say, or not at all");
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ ...smtpConnectionOf(smtpUrl), ...timeouts });
  try {
    await transport.verify();
    return ok("SMTP_URL", `${new URL(smtpUrl).host} takes mail from here`);
  } catch (error) {
    const message = `${new URL(smtpUrl).host} does not take mail from here: ${reasonOf(error)}`;
    return fail("SMTP_URL", message, "SMTP_URL=smtps://USER:PASSWORD@HOST, with %-escapes for odd characters");
  } finally {
    transport.close();
  }
}
