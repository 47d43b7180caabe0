/**
 * One POST to an address that was chosen before, whatever its host name resolves to by now. By a socket of its own: `fetch` looks
 * names up itself, follows proxies of the environment, and keeps connections. Nothing is followed, and little of the answer read.
 */
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export type PinnedPost = {
  url: URL;
  /** The IP address to connect to. */
  address: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  /** Of the answer's body so much is read. */
  maxAnswerBytes: number;
  signal: AbortSignal;
  /** Authorities to trust beside the known ones: for tests. */
  authorities?: string[];
};

export type PostAnswer = { status: number; text: string };

/** What a receiver may say before its answer's body. */
const MAX_HEAD_BYTES = 16 * 1024;
/** All of an answer that is looked at, with what chunks cost: whoever sends more, or something endless, is heard no further. */
const MAX_RECEIVED_BYTES = 64 * 1024;
const HEAD_END = "\r\n\r\n";

/** @throws Error with a sentence of what went wrong on the way; an answer of any status is an answer */
export async function postTo(post: PinnedPost): Promise<PostAnswer> {
  const socket = open(post);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${post.timeoutMs / 1_000} s`)), post.timeoutMs);
  const stop = () => reject(new Error("the server stops"));
  post.signal.addEventListener("abort", stop);
  try {
    return await Promise.race([exchange(socket, post), stopped]);
  } finally {
    clearTimeout(timer);
    // The signal lives as long as the server.
    post.signal.removeEventListener("abort", stop);
    socket.destroy();
  }
}

function open({ url, address, authorities }: PinnedPost): Socket {
  const isSecure = url.protocol === "https:";
  const port = Number(url.port || (isSecure ? 443 : 80));
  if (!isSecure) return connectPlain({ host: address, port });
  const name = url.hostname.replace(/^\[|\]$/g, "");
  // The certificate is checked for the name, not for the address that was dialled.
  const servername = name === address ? undefined : name;
  return connectTls({ host: address, port, servername, rejectUnauthorized: true, ca: authorities });
}

function exchange(socket: Socket, post: PinnedPost): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const finish = (isOver: boolean) => {
      try {
        const answer = readAnswer(received, post.maxAnswerBytes, isOver);
        if (answer) resolve(answer);
        else if (isOver) reject(new Error("the connection was closed before an answer"));
      } catch (error) {
        reject(error);
      }
    };
    socket.once(post.url.protocol === "https:" ? "secureConnect" : "connect", () => socket.write(requestOf(post)));
    socket.on("data", (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const isTooMuch = received.length > MAX_RECEIVED_BYTES;
      if (isTooMuch) socket.destroy();
      finish(isTooMuch);
    });
    socket.once("end", () => finish(true));
    socket.once("close", () => finish(true));
    socket.once("error", reject);
  });
}

function requestOf({ url, headers, body }: PinnedPost): string {
  const all = { Host: url.host, ...headers, "Content-Length": String(Buffer.byteLength(body)), Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${url.pathname}${url.search} HTTP/1.1`, ...lines, "", body].join("\r\n");
}

/** null: more has to come. */
function readAnswer(received: Buffer, maxBytes: number, isOver: boolean): PostAnswer | null {
  const end = received.indexOf(HEAD_END);
  if (end < 0) {
    if (received.length > MAX_HEAD_BYTES) throw new Error("the answer's headers are too long");
    return null;
  }
  const head = received.subarray(0, end).toString("latin1");
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |\r|$)/.exec(head)?.[1]);
  if (!status) throw new Error("the answer is not HTTP/1.1");
  const rest = received.subarray(end + HEAD_END.length);
  // 1xx comes before the answer proper.
  if (status < 200) return readAnswer(rest, maxBytes, isOver);
  const { body, isWhole } = readBody(head, rest);
  if (!isOver && !isWhole && status !== 204 && body.length < maxBytes) return null;
  return { status, text: body.subarray(0, maxBytes).toString("utf8") };
}

function readBody(head: string, rest: Buffer): { body: Buffer; isWhole: boolean } {
  if (/^transfer-encoding:.*chunked/im.test(head)) return joinChunks(rest);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return { body: rest, isWhole: length !== undefined && rest.length >= Number(length) };
}

/** RFC 9112 §7.1, as far as it has come. */
function joinChunks(rest: Buffer): { body: Buffer; isWhole: boolean } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf("\r\n", at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(rest.subarray(at, lineEnd).toString("latin1"), 16);
    if (!(size > 0)) return { body: Buffer.concat(chunks), isWhole: size === 0 };
    chunks.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
