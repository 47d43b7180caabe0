/** What an SMTP URL means: host, port, who one is there, and whether that may be said without TLS. */
import { isIPv4 } from "node:net";
import type SMTPTransport from "nodemailer/lib/smtp-transport";

const SMTPS_PORT = 465;
const SUBMISSION_PORT = 587;

/**
 * Of the address nothing but this: a query cannot switch off the check of certificates. A password goes only over TLS, unless
 * the mail server is on this very machine.
 */
export function smtpConnectionOf(smtpUrl: string): SMTPTransport.Options {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const host = hostname.replace(/^\[|\]$/g, "");
  const secure = protocol === "smtps:";
  const auth = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined;
  return {
    host,
    port: Number(port) || (secure ? SMTPS_PORT : SUBMISSION_PORT),
    secure,
    auth,
    requireTLS: !secure && auth !== undefined && !isThisMachine(host),
  };
}

function isThisMachine(host: string): boolean {
  // "127.example.com" begins like an address of ours, and is anybody's name.
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
