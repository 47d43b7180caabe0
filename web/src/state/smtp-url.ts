/** The parts of an SMTP address as fields, and the URL that they come to. */

export type SmtpParts = { isSecure: boolean; host: string; port: string; user: string; password: string };

export const SMTP_PORTS = { starttls: "587", tls: "465" } as const;

/** null: no such address. */
export function smtpUrl({ isSecure, host, port, user, password }: SmtpParts): string | null {
  const name = host.trim();
  // What would end the host's part of a URL is none of its name.
  if (!/^[\p{L}\p{N}._-]+$|^\[[0-9A-Fa-f:.]+\]$/u.test(name)) return null;
  if (port !== "" && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return null;
  const secret = password === "" ? "" : `:${encodeURIComponent(password)}`;
  const who = user === "" ? "" : `${encodeURIComponent(user)}${secret}@`;
  return `${isSecure ? "smtps" : "smtp"}://${who}${name}${port === "" ? "" : `:${port}`}`;
}
