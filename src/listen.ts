/** One port for both: sockets go to the relay, everything else to the app. What is neither is refused here. */
import type { Config } from "./config.ts";
import { securityHeaders } from "./http/middleware/security-headers.ts";
import { createClientReader } from "./http/request-client.ts";
import type { Log } from "./lib/log.ts";
import { codeOf, reasonOf, StartFailure } from "./lib/start-failure.ts";
import type { Relay } from "./relay/relay.ts";

/** Longer than a sign-in that waits in line for its turn at bcrypt. */
const REQUEST_IDLE_TIMEOUT_S = 30;
/** A host of letters, digits, dots, or an IPv6 address: what a Host header says is written into links, scripts and headers. */
const HOST_NAME = /^[A-Za-z0-9._-]+$|^\[[0-9A-Fa-f:.]+\]$/;

type RelayServer = Parameters<Relay["upgrade"]>[1];

/** @throws StartFailure */
export function listen(
  { config, relay, log }: { config: Config; relay: Relay; log: Log },
  answer: (request: Request, server: RelayServer) => Response | Promise<Response>,
): RelayServer {
  const readClient = createClientReader(config);
  const upgrade = async (request: Request, server: RelayServer): Promise<Response | undefined> => {
    const response = await relay.upgrade(request, server);
    if (!response) return undefined;
    const client = readClient(request, server.requestIP(request)?.address ?? null);
    for (const [name, value] of Object.entries(securityHeaders(client))) response.headers.set(name, value);
    return response;
  };
  try {
    return Bun.serve({
      hostname: config.host,
      port: config.port,
      idleTimeout: REQUEST_IDLE_TIMEOUT_S,
      // Files have no bound; every other route has one of its own (src/http/app.ts).
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch(request, server) {
        const url = URL.parse(request.url);
        if (!url || !HOST_NAME.test(url.hostname))
          return refusal(400, "invalid_request", "the Host header names no host");
        return url.pathname.startsWith("/ws/") ? upgrade(request, server) : answer(request, server);
      },
      // Or whatever escapes the app is answered with a page that shows our sources.
      development: false,
      error(error) {
        // One end of a stream went away while it ran: the other end has been told by the break.
        if (error.name === "AbortError") return refusal(503, "unavailable", "the other end went away");
        log.error({ err: error }, "a request failed outside the app");
        return refusal(500, "internal", "something went wrong in the server: its log has more");
      },
      websocket: relay.websocket,
    });
  } catch (error) {
    throw explainListen(error, config);
  }
}

/** For what never came to the app. */
function refusal(status: number, code: string, message: string): Response {
  const headers = securityHeaders({ origin: "http://localhost", isHttps: false });
  return Response.json({ error: { code, message } }, { status, headers });
}

function explainListen(error: unknown, { host, port }: Config): StartFailure {
  if (codeOf(error) === "EADDRINUSE") {
    return new StartFailure(`Port ${port} is in use: stop what listens there, or choose another with PORT=…`);
  }
  if (codeOf(error) === "EACCES") {
    return new StartFailure(`Port ${port} may not be used by this user: choose one above 1023 with PORT=…`);
  }
  return new StartFailure(`HOST ${host}, PORT ${port}: cannot listen there (${reasonOf(error)})`);
}
