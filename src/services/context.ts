/** What every service is handed: database, live state, keys, settings. `main.ts` puts it together once. */
import type { Database } from "../db/database.ts";
import type { ServerKeys } from "../lib/server-keys.ts";
import type { AgentReleases } from "./agents/agent-releases.ts";
import type { RollOut } from "./agents/roll-out.ts";
import type { Refusals } from "./audit/refusals.ts";
import type { LiveEvents } from "./events/live-events.ts";
import type { LiveConnections } from "./live.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Presence } from "./presence/presence.ts";
import type { ActiveRuns } from "./script-runs/active-runs.ts";
import type { ServerSettingsStore } from "./settings/settings-store.ts";
import type { StreamBroker } from "./streams/stream-broker.ts";
import type { Throttles } from "./throttles.ts";
import type { Thumbnails } from "./thumbnails/thumbnails.ts";
import type { WebhookDeliverer } from "./webhooks/deliverer.ts";

export type ServiceContext = {
  db: Database;
  live: LiveConnections;
  events: LiveEvents;
  presence: Presence;
  /** What agents were asked and answer over HTTP. */
  streams: StreamBroker;
  /** Scripts that this process runs on machines. */
  activeRuns: ActiveRuns;
  /** Tells the addresses that want to know of what happens. */
  webhooks: WebhookDeliverer;
  /** The agents that this server hands out. */
  agentReleases: AgentReleases;
  /** Whose turn it is to take a newer one by itself. */
  agentRollOut: RollOut;
  /** The newest picture of each machine that is looked at. */
  thumbnails: Thumbnails;
  keys: ServerKeys;
  throttles: Throttles;
  /** For the audit log. */
  refusals: Refusals;
  mail: Mailer;
  /** Magic packets from this server; how many left. */
  sendMagicPackets(macAddresses: readonly string[]): Promise<number>;
  /** What administrators change while the server runs. */
  serverSettings: ServerSettingsStore;
  /** What is fixed at the start. */
  settings: {
    /** Where people reach the app, where that is known without a request. */
    appUrl: string | undefined;
    openEnrollmentUserEmail: string | undefined;
    /** What a first sign-up from elsewhere must name. */
    setupCode: string;
    /** Undefined: sessions are not recorded. */
    recordingDirectory?: string;
  };
  /** Its session is being written into a recording by this process. */
  isRecording(sessionId: string): boolean;
  now(): Date;
  /** Unusual, but no failure: for the log. */
  warn(message: string, details?: Record<string, unknown>): void;
};
