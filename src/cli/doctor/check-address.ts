/** The server as people reach it: through its proxy, from this machine. */
import type { Config } from "../../config.ts";
import { reasonOf } from "../../lib/start-failure.ts";
import { checkSkew } from "./check-skew.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const TIMEOUT_MS = 8_000;
/** The stream's second piece comes a second after the first. */
const LATE_MS = 700;

export async function checkAddress({ appUrl, port }: Config): Promise<Finding[]> {
  if (!appUrl) {
    const remedy = "APP_URL=https://help.example.com";
    return [
      warn("APP_URL", "not set: links name whatever host a request names, and cookies are not kept to https", remedy),
      ...(await checkReachable(`http://localhost:${port}`)),
    ];
  }
  const reached = await checkReachable(appUrl);
  if (reached.some(({ state }) => state === "fail")) return reached;
  const [forwarding, upgrade, streaming] = await Promise.all([
    checkForwarding(appUrl),
    checkUpgrade(appUrl),
    checkStreaming(appUrl),
  ]);
  return [...reached, forwarding, upgrade, streaming];
}

async function checkReachable(url: string): Promise<Finding[]> {
  const what = "address";
  try {
    const started = Date.now();
    const answered = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "manual" });
    const body: unknown = await answered.json().catch(() => null);
    const isOurs = answered.status === 200 && typeof body === "object" && body !== null && "status" in body;
    if (!isOurs) {
      const message = `${url} answers ${answered.status}, and it is not this server`;
      return [fail(what, message, "APP_URL must lead to this server: check the proxy's host name and proxy_pass")];
    }
    const date = Date.parse(answered.headers.get("date") ?? "");
    const skew = Number.isNaN(date) ? [] : [checkSkew("clock of the address", date - started)];
    return [ok(what, `${url} answers`), ...skew];
  } catch (error) {
    const message = `${url} cannot be reached from here: ${reasonOf(error)}`;
    return [fail(what, message, "start the server and its proxy; check the name (DNS) and the certificate")];
  }
}

/** What the server takes for our address, and why. */
async function checkForwarding(url: string): Promise<Finding> {
  const what = "TRUSTED_PROXIES";
  const answered = await fetch(`${url}/api/client`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { address, forwarding } = (await answered.json()) as { address: string | null; forwarding: string };
  if (forwarding === "ignored") {
    const message = `the proxy at ${address} is not believed: to throttles and the audit log everybody is ${address}`;
    return fail(what, message, `TRUSTED_PROXIES=${address}`);
  }
  if (forwarding === "absent") {
    const message = `the proxy at ${address} does not say who asks`;
    return fail(what, message, "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;");
  }
  return forwarding === "believed"
    ? ok(what, `the proxy is believed, which says that this is ${address}`)
    : ok(what, `no proxy in between: this is ${address}`);
}

/** A token of nobody: the socket opens and is closed with 44xx. */
async function checkUpgrade(url: string): Promise<Finding> {
  const what = "WebSockets";
  const address = `${url.replace(/^http/, "ws")}/ws/viewer?session_id=${crypto.randomUUID()}`;
  const options = { headers: { Origin: url }, protocols: ["remotelink.v1", "remotelink.token.none"] };
  const socket = new WebSocket(address, options as unknown as string[]);
  const opened = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), TIMEOUT_MS);
    const end = (isOpen: boolean) => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    socket.addEventListener("open", () => end(true));
    socket.addEventListener("error", () => end(false));
    socket.addEventListener("close", () => end(false));
  });
  socket.close();
  if (opened) return ok(what, "open through the proxy");
  return fail(
    what,
    "are not passed on: no machine can connect, and no screen is shown",
    "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;",
  );
}

/** Two pieces a second apart: a proxy that waits for more holds the first one back. */
async function checkStreaming(url: string): Promise<Finding> {
  const what = "streaming";
  const answered = await fetch(`${url}/api/client/stream`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const reader = answered.body?.getReader();
  await reader?.read();
  const first = performance.now();
  let isEnd = false;
  while (reader && !isEnd) isEnd = (await reader.read()).done;
  if (performance.now() - first > LATE_MS) return ok(what, "answers arrive as they are written");
  return warn(what, "the proxy holds answers back: large files wait in it, and fill its disk", "proxy_buffering off;");
}
