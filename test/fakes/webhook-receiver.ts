/** Somebody's server that is told of what happens: keeps what comes, checks signatures, and answers as it is bidden. */
import { createHmac, timingSafeEqual } from "node:crypto";

export type Received = {
  path: string;
  headers: Headers;
  text: string;
  body: { id: string; type: string; data: unknown };
};

export type WebhookReceiver = {
  url: string;
  received: Received[];
  /** The next answers are this one's. */
  answer(with_: () => Response | Promise<Response>): void;
  stop(): Promise<void>;
};

export function startReceiver(tls?: { cert: string; key: string }): WebhookReceiver {
  const received: Received[] = [];
  let answer: () => Response | Promise<Response> = () => new Response("taken");
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls,
    async fetch(request) {
      const text = await request.text();
      const { pathname, search } = new URL(request.url);
      received.push({ path: pathname + search, headers: request.headers, text, body: JSON.parse(text) });
      return answer();
    },
  });
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${server.port}/hook?key=1`,
    received,
    answer(with_) {
      answer = with_;
    },
    stop: () => server.stop(true),
  };
}

/** As docs/operations.md tells receivers to do it. */
export function isSignedBy(secret: string, { headers, text }: Pick<Received, "headers" | "text">): boolean {
  const [id, timestamp] = [headers.get("webhook-id"), headers.get("webhook-timestamp")];
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest();
  const isRecent = Math.abs(Date.now() / 1_000 - Number(timestamp)) < 300;
  const given = (headers.get("webhook-signature") ?? "").split(" ").map((one) => one.replace(/^v1,/, ""));
  const isSame = (one: string) => {
    const bytes = Buffer.from(one, "base64");
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  };
  return isRecent && given.some(isSame);
}
