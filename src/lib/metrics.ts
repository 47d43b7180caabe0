/** Figures for Prometheus. What happens often is counted in plain numbers, and read only when somebody asks. */
import { readdir } from "node:fs/promises";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = {
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  observeJob(round: { job: string; seconds: number; isFailed: boolean }): void;
  contentType: string;
  text(): Promise<string>;
};

type Traffic = {
  messages: Record<string, Record<string, number>>;
  bytes: Record<string, Record<string, number>>;
  fellBehind: number;
  closedUnread: number;
};

export type MetricsSources = {
  relay(): { agents: number; viewers: number; sessions: number; traffic: Traffic };
  /** Null where statements are not counted. */
  database(): { underWay: number; poolSize: number; statements: number; unanswered: number } | null;
  /** Null: it does not answer. */
  measureDatabase(): Promise<{ seconds: number; auditRows: number } | null>;
};

/** From what feels instant to what somebody gives up on. */
const REQUEST_SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10];
const STARTED_AT_S = Date.now() / 1_000 - process.uptime();

export function createMetrics(sources: MetricsSources): Metrics {
  const register = new Registry();
  const registers = [register];
  /** `read` is called at each scrape. */
  const gauge = (name: string, help: string, read: () => number | null | Promise<number | null>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const value = await read();
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  const total = (name: string, help: string, read: () => number | null) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        const value = read();
        this.reset();
        if (value === null) this.remove();
        else this.inc(value);
      },
    });
  const byWay = (name: string, help: string, read: () => Record<string, Record<string, number>>) =>
    new Counter({
      name,
      help,
      registers,
      labelNames: ["side", "direction"],
      collect() {
        this.reset();
        for (const [side, directions] of Object.entries(read())) {
          for (const [direction, value] of Object.entries(directions)) this.inc({ side, direction }, value);
        }
      },
    });

  total("process_cpu_seconds_total", "Processor time of user and system.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
  gauge("process_start_time_seconds", "When the process started, in Unix time.", () => STARTED_AT_S);
  gauge("process_open_fds", "Open files and sockets; absent where the system does not tell.", countOpenFiles);

  gauge("remotelink_agents_online", "Machines whose agent is connected.", () => sources.relay().agents);
  gauge("remotelink_viewers", "Viewers that are connected.", () => sources.relay().viewers);
  gauge("remotelink_live_sessions", "Sessions that somebody is in, or was until a moment ago.", () => {
    return sources.relay().sessions;
  });
  byWay("remotelink_relay_messages_total", "Messages of agents and viewers.", () => sources.relay().traffic.messages);
  byWay("remotelink_relay_bytes_total", "Bytes of these messages.", () => sources.relay().traffic.bytes);
  total(
    "remotelink_viewers_fell_behind_total",
    "Times that a viewer left what all are sent at once, mostly because it did not keep up.",
    () => sources.relay().traffic.fellBehind,
  );
  total(
    "remotelink_sockets_closed_unread_total",
    "Sockets that were closed because their other end did not read.",
    () => sources.relay().traffic.closedUnread,
  );

  let measured: Promise<{ seconds: number; auditRows: number } | null> = Promise.resolve(null);
  gauge("remotelink_database_up", "1 while the database answers.", async () => ((await measured) ? 1 : 0));
  gauge("remotelink_database_latency_seconds", "How long one small statement took at this scrape.", async () => {
    return (await measured)?.seconds ?? null;
  });
  gauge("remotelink_audit_rows", "Rows of the audit log.", async () => (await measured)?.auditRows ?? null);
  gauge("remotelink_database_statements_under_way", "Statements given to the pool that have no answer yet.", () => {
    return sources.database()?.underWay ?? null;
  });
  gauge(
    "remotelink_database_pool_size",
    "Connections of the pool at most.",
    () => sources.database()?.poolSize ?? null,
  );
  total("remotelink_database_statements_total", "Statements.", () => sources.database()?.statements ?? null);
  total("remotelink_database_statements_unanswered_total", "Statements that were given up.", () => {
    return sources.database()?.unanswered ?? null;
  });

  const requests = new Counter({
    name: "remotelink_http_requests_total",
    help: "HTTP requests by route and status.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "remotelink_http_request_duration_seconds",
    help: "Time to the answer's headers.",
    labelNames: ["route"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const rounds = new Counter({
    name: "remotelink_job_rounds_total",
    help: "Rounds of the work that the server does by itself.",
    labelNames: ["job", "result"],
    registers,
  });
  const roundSeconds = new Gauge({
    name: "remotelink_job_last_round_seconds",
    help: "How long the last round took.",
    labelNames: ["job"],
    registers,
  });

  return {
    observeRequest({ method, route, status, seconds: took }) {
      requests.inc({ method, route, status });
      seconds.observe({ route }, took);
    },
    observeJob({ job, seconds: took, isFailed }) {
      rounds.inc({ job, result: isFailed ? "failed" : "done" });
      roundSeconds.set({ job }, took);
    },
    contentType: register.contentType,
    text() {
      measured = sources.measureDatabase();
      return register.metrics();
    },
  };
}

async function countOpenFiles(): Promise<number | null> {
  try {
    return (await readdir("/proc/self/fd")).length;
  } catch {
    // No /proc on this system.
    return null;
  }
}
