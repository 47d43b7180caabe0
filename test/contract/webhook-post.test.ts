/** The one request of a webhook over real sockets: where it goes, whom it trusts, and how little it takes of any answer. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PinnedPost, postTo } from "../../src/lib/pinned-post.ts";
import { startReceiver, type WebhookReceiver } from "../fakes/webhook-receiver.ts";

const never = new AbortController().signal;
const post = (url: string, more: Partial<PinnedPost> = {}) =>
  postTo({
    url: new URL(url),
    address: "127.0.0.1",
    headers: { "X-Marked": "yes" },
    body: '{"text":"ä"}',
    timeoutMs: 5_000,
    maxAnswerBytes: 64,
    signal: never,
    ...more,
  });

describe("over TLS", () => {
  let directory: string;
  let receiver: WebhookReceiver;
  let cert: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "remotelink-tls-"));
    const [keyFile, certFile] = [join(directory, "key.pem"), join(directory, "cert.pem")];
    execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hooks.example.com"],
        ...["-addext", "subjectAltName=DNS:hooks.example.com", "-keyout", keyFile, "-out", certFile],
      ],
      { stdio: "ignore" },
    );
    cert = readFileSync(certFile, "utf8");
    receiver = startReceiver({ cert, key: readFileSync(keyFile, "utf8") });
  });
  afterAll(async () => {
    await receiver.stop();
    rmSync(directory, { recursive: true });
  });
  const urlOf = (host: string) => receiver.url.replace("127.0.0.1", host);

  test("goes to the address it is given, with the name in Host and in the certificate", async () => {
    expect(await post(urlOf("hooks.example.com"), { authorities: [cert] })).toEqual({ status: 200, text: "taken" });
    const [last] = receiver.received.slice(-1);
    expect(last?.headers.get("host")).toBe(new URL(urlOf("hooks.example.com")).host);
    expect(last?.headers.get("x-marked")).toBe("yes");
    expect(last?.text).toBe('{"text":"ä"}');
  });

  test("says nothing to a server that is not proven to be the name's", async () => {
    const before = receiver.received.length;
    await expect(post(urlOf("other.example.com"), { authorities: [cert] })).rejects.toThrow();
    await expect(post(urlOf("hooks.example.com"))).rejects.toThrow();
    expect(receiver.received.length).toBe(before);
  });
});

describe("with a server that", () => {
  let server: Server;
  let port: number;
  let answer: (socket: Socket) => void;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("data", () => answer(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const answered = (text: string, more: Partial<PinnedPost> = {}, isEnded = false) => {
    answer = (socket) => (isEnded ? socket.end(text) : socket.write(text));
    return post(`http://hooks.example.com:${port}/a?b=c`, more);
  };

  test("answers in chunks", async () => {
    const chunked = "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nfir\r\n2;x=y\r\nst\r\n0\r\n\r\n";
    expect(await answered(chunked)).toEqual({ status: 202, text: "first" });
  });

  test("says to go on first, and then answers without a reason", async () => {
    const text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204\r\n\r\n";
    expect(await answered(text)).toEqual({ status: 204, text: "" });
  });

  test("ends its answer by closing", async () => {
    expect(await answered("HTTP/1.0 500 No\r\n\r\nbroken", {}, true)).toEqual({ status: 500, text: "broken" });
  });

  test("answers without an end: no more than is wanted is read", async () => {
    expect(await answered(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(64)}`)).toEqual({ status: 200, text: "x".repeat(64) });
    const chunk = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n${"x".repeat(5_000)}`;
    expect((await answered(chunk)).text).toBe("x".repeat(64));
  });

  test.each([
    ["begins and never goes on", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n", "no answer within"],
    ["has headers without end", `HTTP/1.1 200 OK\r\nX: ${"y".repeat(20_000)}`, "too long"],
    ["speaks something else", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "not HTTP"],
  ])("%s", async (_, text, fault) => {
    await expect(answered(text, { timeoutMs: 300 })).rejects.toThrow(fault);
  });

  test("never comes to an end, in chunks, headers or promises, is heard no further", async () => {
    const endless = (text: string) => {
      answer = (socket) => {
        const more = () => {
          while (!socket.destroyed && socket.write(text));
        };
        socket.on("drain", more);
        more();
      };
      return post(`http://hooks.example.com:${port}/`, { timeoutMs: 60_000 });
    };
    await expect(endless("HTTP/1.1 100 Continue\r\n\r\n")).rejects.toThrow();
    await expect(endless("X: y\r\n")).rejects.toThrow("too long");
    const begun = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await answered(`${begun}1;${"x".repeat(100_000)}`)).toEqual({ status: 200, text: "" });
  });

  test("closes without a word", async () => {
    await expect(answered("", {}, true)).rejects.toThrow("closed before an answer");
  });

  test("hangs while this one stops", async () => {
    const stopping = new AbortController();
    const asked = answered("", { signal: stopping.signal });
    stopping.abort();
    await expect(asked).rejects.toThrow("stops");
  });
});
