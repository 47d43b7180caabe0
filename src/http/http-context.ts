/** What the HTTP side is handed by `main.ts`, and what travels with each request. */
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { Auth } from "../services/accounts/auth.ts";
import type { Actor } from "../services/actor.ts";
import type { ServiceContext } from "../services/context.ts";
import type { ClientRules, RequestClient } from "./request-client.ts";

export type HttpContext = {
  services: ServiceContext;
  auth: Auth;
  log: Log;
  metrics: Metrics;
  /** What a scraper may prove itself by; undefined: only administrators read the metrics. */
  metricsToken?: string;
  clients: ClientRules;
  /** Aborts when the server stops: long answers end, `/readyz` says so. */
  stopping: AbortSignal;
  /** Built files: `dist/web` and `dist/downloads`. */
  directories: { web: string; downloads: string };
};

/** What of `Bun.serve`'s server routes use. */
export type ServingServer = {
  requestIP(request: Request): { address: string } | null;
  timeout(request: Request, seconds: number): void;
};

export type HttpEnv = {
  Bindings: { server: ServingServer };
  Variables: { requestId: string; client: RequestClient; actor: Actor };
};
