/** The server put together: config, lock, database, services, relay, HTTP, in this order. Everything that is handed on is made here. */
import { hostname } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createAdminApi } from "./cli/admin-api.ts";
import { openAdminSocket } from "./cli/admin-socket.ts";
import { type Config, readConfig } from "./config.ts";
import type { OpenDatabase } from "./db/database.ts";
import { openDatabase } from "./db/open.ts";
import { createApp } from "./http/app.ts";
import { createClientReader } from "./http/request-client.ts";
import { startJobs } from "./jobs/jobs.ts";
import { prepareDataDirectory, prepareRecordingDirectory, readOrMakeSecret } from "./lib/data-directory.ts";
import { lockDirectory } from "./lib/directory-lock.ts";
import { createLog, type Log } from "./lib/log.ts";
import { createMetrics } from "./lib/metrics.ts";
import { makeSetupCode } from "./lib/random-token.ts";
import { sendMagicPackets } from "./lib/send-magic-packets.ts";
import { deriveServerKeys } from "./lib/server-keys.ts";
import { listen } from "./listen.ts";
import { createRelay, type Relay } from "./relay/relay.ts";
import { createAuth } from "./services/accounts/auth.ts";
import { recordSignIn } from "./services/accounts/record-sign-in.ts";
import { isSetupOpen } from "./services/accounts/set-up.ts";
import { createAgentReleases } from "./services/agents/agent-releases.ts";
import { authenticateAgent } from "./services/agents/authenticate-agent.ts";
import { keepHardware } from "./services/agents/keep-hardware.ts";
import { createRollOut } from "./services/agents/roll-out.ts";
import { announcing } from "./services/audit/announce.ts";
import { createRefusals } from "./services/audit/refusals.ts";
import type { ServiceContext } from "./services/context.ts";
import { createLiveEvents } from "./services/events/live-events.ts";
import { createMailer } from "./services/mail/mailer.ts";
import { senderAddress } from "./services/mail/sender-address.ts";
import { measureDatabase } from "./services/measure-database.ts";
import { createPresence, type Presence } from "./services/presence/presence.ts";
import { writePresence } from "./services/presence/write-presence.ts";
import { createRecorder } from "./services/recordings/recorder.ts";
import { ActiveRuns } from "./services/script-runs/active-runs.ts";
import { admitViewer } from "./services/sessions/admit-viewer.ts";
import { recordAction, refusedAction } from "./services/sessions/record-action.ts";
import { recordEnd } from "./services/sessions/record-end.ts";
import { environmentSettings } from "./services/settings/environment-settings.ts";
import { getBranding } from "./services/settings/get-branding.ts";
import { createServerSettings, type ServerSettingsStore } from "./services/settings/settings-store.ts";
import { createStreamBroker } from "./services/streams/stream-broker.ts";
import { createThrottles } from "./services/throttles.ts";
import { createThumbnails } from "./services/thumbnails/thumbnails.ts";
import { systemLookup } from "./services/webhooks/attempt.ts";
import { createWebhookDeliverer } from "./services/webhooks/deliverer.ts";

export type RunningServer = {
  port: number;
  /** Where people open it. */
  url: string;
  /** While no account was ever made: the link that makes the first. */
  setupLink: string | null;
  log: Log;
  /** For tests in the same process. */
  services: ServiceContext;
  /** `/readyz` says so from now on; sockets and connections go on until `stop`. */
  drain(): void;
  /** Closes sockets (1012), ends what is under way, closes the database. */
  stop(): Promise<void>;
};

export type StartOptions = {
  env: Readonly<Record<string, string | undefined>>;
  log?: Log;
  directories?: { web: string; downloads: string };
};

const BUILT = { web: directory("../dist/web"), downloads: directory("../dist/downloads") };
/** Requests that are under way get this long; with a database that does not answer all is still over well within 8 s. */
const REQUESTS_END_WITHIN_MS = 3_000;

/** @throws ConfigError, StartFailure */
export async function startServer({ env, log, directories = BUILT }: StartOptions): Promise<RunningServer> {
  const config = readConfig(env);
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  if (config.recordingDirectory) prepareRecordingDirectory(config.recordingDirectory);
  const lock = lockDirectory(dataDirectory);
  try {
    const keys = deriveServerKeys(config.authSecret ?? readOrMakeSecret(dataDirectory));
    const database = await openDatabase({ dataDirectory, databaseUrl: config.databaseUrl });
    try {
      const used = log ?? createLog(config.logLevel);
      const running = await serve({ config, keys, database, log: used, directories });
      const admin = createAdminApi({ ...running.services, dataDirectory });
      const closeAdminSocket = openAdminSocket(dataDirectory, admin, running.services.warn);
      return {
        ...running,
        async stop() {
          closeAdminSocket();
          await running.stop();
          await database.close();
          lock.release();
        },
      };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

type Parts = {
  config: Config;
  keys: ServiceContext["keys"];
  database: OpenDatabase;
  log: Log;
  directories: { web: string; downloads: string };
};

async function serve({ config, keys, database, log, directories }: Parts): Promise<RunningServer> {
  const { context, relay, recorder } = createServices({ config, keys, database, log, directories });
  await context.serverSettings.refresh();
  const clients = config;
  const metrics = createMetrics({
    relay: relay.figures,
    database: database.figures,
    measureDatabase: () => measureDatabase(context),
  });
  const stopping = new AbortController();
  context.events.subscribe(({ event }) => {
    // With this process the agents' sockets go; their machines do not.
    if (!(stopping.signal.aborted && event.type === "machine.offline")) context.webhooks.note(event);
  });
  const auth = createAuth({
    db: context.db,
    cookieSecret: keys.cookieSecret,
    appUrl: config.appUrl,
    beforeSignIn: (signIn) => recordSignIn(context, signIn),
    warn: context.warn,
  });
  const app = createApp({
    services: context,
    auth,
    log,
    metrics,
    metricsToken: config.metricsToken,
    clients,
    stopping: stopping.signal,
    directories,
  });
  const server = listen({ config, relay, log }, (request, self) => app.fetch(request, { server: self }));
  const stopJobs = startJobs(context, metrics.observeJob);
  const url = urlOf(config, server.port ?? 0);
  const isOpen = await isSetupOpen(context.db);
  log.info({ port: server.port, database: database.kind }, "started");
  return {
    port: server.port ?? 0,
    url,
    setupLink: isOpen ? `${url}/setup#code=${encodeURIComponent(context.settings.setupCode)}` : null,
    log,
    services: context,
    drain: () => stopping.abort(),
    async stop() {
      stopping.abort();
      stopJobs();
      // A request that does not end must not keep the process: Bun waits for ever.
      await Promise.all([relay.stop(), Promise.race([server.stop(), Bun.sleep(REQUESTS_END_WITHIN_MS)])]);
      void server.stop(true);
      await recorder.stop();
      await context.presence.stop();
      await context.webhooks.stop();
      await context.refusals.stop();
      log.info("stopped");
    },
  };
}

function createServices({ config, keys, database, log, directories }: Parts) {
  const warn: ServiceContext["warn"] = (message, details) => log.warn(details ?? {}, message);
  const readClient = createClientReader(config);
  const streams = createStreamBroker();
  const recordingDirectory = config.recordingDirectory && resolve(config.recordingDirectory);
  const events = createLiveEvents();
  const db = announcing(database.db, (row) => events.publish({ type: "audit.recorded", row }));
  const base = { db, keys, events, streams, now: () => new Date(), warn };
  const refusals = createRefusals(base);
  const serverSettings: ServerSettingsStore = createServerSettings({
    ...base,
    ...environmentSettings(config),
    changed: () => events.publish({ type: "settings.changed", branding: getBranding({ serverSettings }) }),
  });
  const webhooks = createWebhookDeliverer({ ...base, lookup: systemLookup });
  const recorder = createRecorder(base, recordingDirectory);
  // The relay needs what services know, and services need the relay's live sockets: presence is asked only once both are there.
  const visits = () => ({ ...base, live: relay.live, presence });
  const presence: Presence = createPresence({ ...base, write: (batch) => writePresence(visits(), batch) });
  const relay: Relay = createRelay({
    services: {
      authenticateAgent: (machineId, accessKey) => authenticateAgent(base, machineId, accessKey),
      admitViewer: (sessionId, viewerToken) => admitViewer({ ...base, serverSettings }, sessionId, viewerToken),
      agentConnected: presence.agentConnected,
      agentDisconnected: presence.agentDisconnected,
      agentSeen: presence.agentSeen,
      keepHardware: (agent, hardwareId, before) => keepHardware(base, { kind: "agent", ...agent }, hardwareId, before),
      recordAction: (viewer, action, details) => recordAction(base, { ...viewer, action, details }),
      actionRefused: (viewer, refusal) => refusals.note(refusedAction(viewer, refusal)),
      consentText: () => serverSettings.current().consent_text,
      openRecording: (ticket) => recorder.open(ticket),
      sessionEnded: (sessionId, endedBy, agent) =>
        recordEnd(visits(), sessionId, endedBy, agent && { kind: "agent", ...agent }),
    },
    ownOrigin: (request, peerAddress) => readClient(request, peerAddress).origin,
    clientAddress: (request, peerAddress) => readClient(request, peerAddress).address,
    allowedOrigins: config.allowedOrigins,
    limits: { recordingFps: config.recordingFps },
    reportFault: (error, during) => log.error({ err: error }, `relay: ${during}`),
  });
  const context: ServiceContext = {
    ...base,
    presence,
    live: relay.live,
    activeRuns: new ActiveRuns(),
    webhooks,
    throttles: createThrottles(),
    agentRollOut: createRollOut(),
    agentReleases: createAgentReleases(directories.downloads, warn),
    thumbnails: createThumbnails(),
    refusals,
    serverSettings,
    mail: createMailer({
      settings() {
        const { name, mail } = serverSettings.current();
        return { smtpUrl: mail.smtp_url, from: mail.from ?? senderAddress(name, config.appUrl, hostname()) };
      },
      warn,
    }),
    sendMagicPackets,
    isRecording: recorder.isOpen,
    settings: {
      appUrl: config.appUrl,
      openEnrollmentUserEmail: config.openEnrollmentUserEmail,
      setupCode: config.setupCode ?? makeSetupCode(),
      recordingDirectory,
    },
  };
  return { context, relay, recorder };
}

function urlOf({ appUrl, host }: Config, port: number): string {
  if (appUrl) return appUrl;
  const isAnywhere = ["0.0.0.0", "::", "localhost"].includes(host) || host.startsWith("127.");
  const name = host.includes(":") ? `[${host}]` : host;
  return `http://${isAnywhere ? "localhost" : name}:${port}`;
}

function directory(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
