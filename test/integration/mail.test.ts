/** Mail against a real SMTP server: in clear, by STARTTLS, by TLS, with and without a password, and where it fails. */
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import { inviteLetter } from "../../src/services/mail/letters.ts";
import { createMailer } from "../../src/services/mail/mailer.ts";
import { senderAddress } from "../../src/services/mail/sender-address.ts";
import { type MailServer, makeCertificate, startMailServer } from "../fakes/mail-server.ts";

setDefaultTimeout(60_000);

const certificate = makeCertificate();
const started: MailServer[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

async function start(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  started.push(server);
  return server;
}

const withPassword: SMTPServerOptions = {
  authOptional: false,
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, done) =>
    username === "me@here" && password === "p@ss/word"
      ? done(null, { user: username })
      : done(new Error("Invalid username or password")),
};

function mailer(smtpUrl: string | null, more: { ca?: string; deadlineMs?: number } = {}) {
  const warnings: string[] = [];
  const settings = () => ({ smtpUrl, from: senderAddress("Desk", "https://help.example.com", "host") });
  const warn = (message: string, details?: object) => warnings.push(message + JSON.stringify(details));
  return { ...createMailer({ settings, warn, ...more }), warnings };
}

const letter = inviteLetter({
  server: "Desk",
  url: "https://help.example.com/invite/rli_token",
  inviter: 'Ada "<b>" Admin\r\nBcc: eve@example.com',
  expiresAt: new Date("2030-01-02T03:04:05Z"),
});

describe("a mail", () => {
  test("arrives with its link, from the server's own name, at one address", async () => {
    const server = await start();
    expect(await mailer(`smtp://127.0.0.1:${server.port}`).send("bob@example.com", letter)).toBe("sent");
    const mail = await server.next("bob@example.com");
    expect(mail).toMatchObject({ to: ["bob@example.com"], from: "remotelink@help.example.com", isSecure: false });
    expect(mail.text).toContain("Make your account:\r\nhttps://help.example.com/invite/rli_token");
    expect(mail.text).toContain("2030-01-02 03:04 UTC");
  });

  test("carries a hostile name as text: no markup, and no header of its own", async () => {
    const server = await start();
    await mailer(`smtp://127.0.0.1:${server.port}`).send("bob@example.com", letter);
    const { raw, text } = await server.next("bob@example.com");
    expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im);
    expect(raw).toContain("From: Desk <remotelink@help.example.com>");
    expect(text).toContain("Ada &quot;&lt;b&gt;&quot; Admin");
    expect(text).not.toContain('<p>Ada "<b>');
  });

  test("goes by STARTTLS where the server offers it, and not past a certificate that nobody vouches for", async () => {
    const server = await start({ ...certificate, disabledCommands: [] });
    const url = `smtp://127.0.0.1:${server.port}`;
    expect(await mailer(url, { ca: certificate.cert }).send("bob@example.com", letter)).toBe("sent");
    expect((await server.next("bob@example.com")).isSecure).toBe(true);
    const stranger = mailer(`${url}?tls.rejectUnauthorized=false`);
    expect(await stranger.send("eve@example.com", letter)).toBe("failed");
    expect(server.mails).toEqual([]);
  });

  test("goes by TLS from the first byte with smtps://", async () => {
    const server = await start({ ...certificate, secure: true });
    const url = `smtps://127.0.0.1:${server.port}`;
    expect(await mailer(url, { ca: certificate.cert }).send("bob@example.com", letter)).toBe("sent");
    expect((await server.next("bob@example.com")).isSecure).toBe(true);
    expect(await mailer(url).send("bob@example.com", letter)).toBe("failed");
  });

  test("signs in with the user and password of the address", async () => {
    const server = await start({ ...certificate, ...withPassword, disabledCommands: [] });
    const url = `smtp://me%40here:p%40ss%2Fword@127.0.0.1:${server.port}`;
    expect(await mailer(url, { ca: certificate.cert }).send("bob@example.com", letter)).toBe("sent");
    expect(await server.next("bob@example.com")).toMatchObject({ user: "me@here", isSecure: true });
  });

  test("a wrong password is told as what the server said, without the password", async () => {
    const server = await start(withPassword);
    const wrong = mailer(`smtp://me%40here:hunter2@127.0.0.1:${server.port}`);
    expect(await wrong.send("bob@example.com", letter)).toBe("failed");
    expect(wrong.warnings.join()).toContain("Invalid");
    expect(wrong.warnings.join()).not.toMatch(/hunter2|rli_token|bob@/);
  });

  test("a password never goes in clear to another machine", async () => {
    // 127.0.0.1 under a name that does not say so.
    const server = await start(withPassword);
    const plain = mailer(`smtp://me%40here:p%40ss%2Fword@[::ffff:127.0.0.1]:${server.port}`);
    expect(await plain.send("bob@example.com", letter)).toBe("failed");
    expect(server.mails).toEqual([]);
  });

  test("a server that refuses the address, is not there, or says nothing is a failure in time", async () => {
    const refusing = await start({ onRcptTo: (_address, _session, done) => done(new Error("no such mailbox")) });
    const refused = mailer(`smtp://127.0.0.1:${refusing.port}`);
    expect(await refused.send("bob@example.com", letter)).toBe("failed");
    expect(refused.warnings.join()).toContain("no such mailbox");
    expect(await mailer("smtp://127.0.0.1:1").send("bob@example.com", letter)).toBe("failed");
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const late = mailer(`smtp://127.0.0.1:${port}`, { deadlineMs: 300 });
    expect(await late.send("bob@example.com", letter)).toBe("failed");
    silent.close();
  });

  test("without a mail server nothing is sent, and that is no failure", async () => {
    const off = mailer(null);
    expect([off.isOn(), await off.send("bob@example.com", letter), off.warnings]).toEqual([false, "off", []]);
  });
});

test("the sender is of the domain that people know, else of the host", () => {
  const known = senderAddress("Desk", "https://help.example.com:8443", "box");
  expect(known).toEqual({ name: "Desk", address: "remotelink@help.example.com" });
  expect(senderAddress("Desk", undefined, "box").address).toBe("remotelink@box");
});
