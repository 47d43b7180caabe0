/** A real SMTP server on loopback that keeps what it is sent. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { waitUntil } from "./wait-until.ts";

export type ReceivedMail = {
  to: string[];
  from: string;
  raw: string;
  text: string;
  isSecure: boolean;
  user: string | undefined;
};

export type MailServer = {
  port: number;
  mails: ReceivedMail[];
  /** The next one to that address that was not asked for yet. */
  next(to: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
};

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString();
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          to: rcptTo.map(({ address }) => address),
          from: mailFrom ? mailFrom.address : "",
          raw,
          text: decoded(raw),
          isSecure: session.secure,
          user: session.user,
        });
        done();
      });
    },
  });
  // Whoever hangs up in the middle is what some tests are about.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the mail server listens nowhere");
  return {
    port: address.port,
    mails,
    next: (to) =>
      waitUntil(`a mail to ${to}`, () => {
        const at = mails.findIndex((mail) => mail.to.includes(to));
        return at < 0 ? null : mails.splice(at, 1)[0];
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Long lines and characters beyond ASCII travel as quoted-printable (RFC 2045 §6.7). */
function decoded(raw: string): string {
  const bytes = raw
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** A certificate for 127.0.0.1 that nobody signed but itself. */
export function makeCertificate(): { key: string; cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-certificate-"));
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  execFileSync("openssl", [...kind, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  const made = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(directory, { recursive: true });
  return made;
}
