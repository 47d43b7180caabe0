/** Mail by SMTP. A send has a deadline and never throws: whoever asked is told what became of it, and goes on. */
import { createTransport } from "nodemailer";
import type { MailOutcome } from "../../../protocol/rest/users.ts";
import type { Letter } from "./letters.ts";
import type { Sender } from "./sender-address.ts";
import { smtpConnectionOf } from "./smtp-connection.ts";

export type MailSettings = {
  /** smtp://user:password@host:port or smtps://…; null: this server sends no mail. */
  smtpUrl: string | null;
  /** As text: "help@example.com", "Help desk <help@example.com>". */
  from: string | Sender;
};

export type Mailer = {
  isOn(): boolean;
  /** `failed` is in the log, with the reason. */
  send(to: string, letter: Letter): Promise<MailOutcome>;
  /** As `send`, for who wants to know why not. @throws Error */
  deliver(to: string, letter: Letter): Promise<void>;
};

export type MailerOptions = {
  /** Asked anew for each mail: settings change while the server runs. */
  settings(): MailSettings;
  warn(message: string, details?: Record<string, unknown>): void;
  /** Of further certificate authorities (PEM). */
  ca?: string;
  deadlineMs?: number;
};

/** A busy relay answers within seconds; nobody waits for one that does not. */
const DEADLINE_MS = 10_000;

export function createMailer({ settings, warn, ca, deadlineMs = DEADLINE_MS }: MailerOptions): Mailer {
  async function deliver(to: string, letter: Letter): Promise<void> {
    const { smtpUrl, from } = settings();
    if (smtpUrl === null) throw new Error("this server sends no mail");
    const transport = createTransport({
      ...smtpConnectionOf(smtpUrl),
      ...(ca !== undefined && { tls: { ca } }),
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      // What a template says is all there is: no file and no address is fetched into a mail.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const silent = () => reject(new Error(`the mail server did not answer within ${deadlineMs / 1_000} s`));
      timer = setTimeout(silent, deadlineMs);
    });
    try {
      // As an object: an address is never read as a list of several.
      await Promise.race([transport.sendMail({ from, to: { name: "", address: to }, ...letter }), late]);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  }

  return {
    isOn: () => settings().smtpUrl !== null,
    deliver,
    async send(to, letter) {
      if (settings().smtpUrl === null) return "off";
      try {
        await deliver(to, letter);
        return "sent";
      } catch (error) {
        warn("a mail was not sent", { reason: reasonOf(error) });
        return "failed";
      }
    },
  };
}

/** What the mail server said or did, in one line, without what was sent. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").slice(0, 200);
}
