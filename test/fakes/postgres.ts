/** A real PostgreSQL cluster of its own, in a temporary directory: one for all tests of a process, a database for each. */
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { runAfterProcess } from "./after-process.ts";
import { waitUntil } from "./wait-until.ts";

export type PostgresCluster = {
  port: number;
  /** A new, empty database; its URL for DATABASE_URL. */
  createDatabase(): Promise<string>;
  /** Holds all its processes where they are (SIGSTOP), as a hung host does; `resume` lets them go on. */
  freeze(): void;
  resume(): void;
  /** Ends it at once, as a crash does; `start` brings it back on the same port with what was committed. */
  crash(): Promise<void>;
  start(): Promise<void>;
};

const USER = "remotelink";
/** The system's account for it: the server refuses to run as root. */
const SYSTEM_USER = "postgres";
const PORT_TRIES = 5;

let shared: Promise<PostgresCluster> | undefined;

export function sharedPostgres(): Promise<PostgresCluster> {
  shared ??= startPostgres();
  return shared;
}

/** A cluster for one test that breaks it. It ends with this process. */
export async function startPostgres(): Promise<PostgresCluster> {
  const bin = binaries();
  const directory = mkdtempSync(join(tmpdir(), "remotelink-postgres-"));
  const [uid, gid] = systemIds();
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  const data = join(directory, "data");
  const initialize = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", `--username=${USER}`];
  await run([join(bin, "initdb"), ...initialize, "--pgdata", data]);
  // The postmaster's id is the first line of its pid file; it takes its children with it.
  runAfterProcess(
    'pid=$(head -1 "$1/data/postmaster.pid"); pkill -CONT -P "$pid"; kill -CONT "$pid"; kill -QUIT "$pid"; sleep 1; rm -rf "$1"',
    directory,
  );

  let port = 0;
  let server: Bun.Subprocess;
  const launch = async (): Promise<boolean> => {
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${directory}`,
      "fsync=off",
    ];
    const command = [join(bin, "postgres"), "-D", data, ...settings.flatMap((setting) => ["-c", setting])];
    server = Bun.spawn(asSystemUser(command), {
      stdin: "ignore",
      stdout: "ignore",
      stderr: Bun.file(join(directory, "log")),
    });
    server.unref();
    return waitUntil("PostgreSQL's start", async () => {
      if (server.exitCode !== null) return { isUp: false };
      return (await answers(port)) && { isUp: true };
    }).then(({ isUp }) => isUp);
  };
  for (let tries = 1; ; tries++) {
    port = freePort();
    if (await launch()) break;
    if (tries === PORT_TRIES)
      throw new Error(`PostgreSQL did not start: ${readFileSync(join(directory, "log"), "utf8")}`);
  }
  // The postmaster first: it makes no further children while theirs are counted.
  const signal = (name: NodeJS.Signals) => {
    for (const pid of [server.pid, ...childrenOf(server.pid)]) sendSignal(pid, name);
  };
  return {
    port,
    createDatabase: () => createDatabase(port),
    freeze: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    async crash() {
      const children = childrenOf(server.pid);
      signal("SIGKILL");
      await server.exited;
      // Until the last has gone its shared memory is in use, and the next postmaster refuses to start.
      await waitUntil("the end of PostgreSQL's processes", () => children.every(hasEnded));
    },
    async start() {
      if (!(await launch()))
        throw new Error(`PostgreSQL did not come back: ${readFileSync(join(directory, "log"), "utf8")}`);
    },
  };
}

async function createDatabase(port: number): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const client = connect(port);
  await client.unsafe(`create database ${name}`);
  await client.end();
  return `postgres://${USER}@127.0.0.1:${port}/${name}`;
}

async function answers(port: number): Promise<boolean> {
  const client = connect(port);
  try {
    await client`select 1`;
    return true;
  } catch {
    // Not up yet.
    return false;
  } finally {
    await client.end({ timeout: 0 });
  }
}

function connect(port: number) {
  return postgres(`postgres://${USER}@127.0.0.1:${port}/postgres`, { max: 1, connect_timeout: 2, onnotice: () => {} });
}

/** It takes no port 0: a free one is looked for, and another if somebody was quicker. */
function freePort(): number {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = probe;
  probe.stop(true);
  return port;
}

/** Debian keeps them out of the PATH, by version. */
function binaries(): string {
  const root = "/usr/lib/postgresql";
  const [newest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return join(root, newest ?? "", "bin");
}

/** Each is the leader of a session of its own: no process group holds them all. */
function childrenOf(pid: number): number[] {
  const children = Bun.spawnSync(["pgrep", "-P", String(pid)]).stdout.toString();
  return children.split("\n").filter(Boolean).map(Number);
}

function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // A child that ended of its own accord meanwhile.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A process whose parent is gone may stay as a zombie for as long as nobody collects it. */
function hasEnded(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return !existsSync(path) || /\) Z /.test(readFileSync(path, "utf8"));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function asSystemUser(command: string[]): string[] {
  if (!isRoot()) return command;
  return ["setpriv", `--reuid=${SYSTEM_USER}`, `--regid=${SYSTEM_USER}`, "--clear-groups", ...command];
}

function systemIds(): number[] {
  if (!isRoot()) return [];
  const line = readFileSync("/etc/passwd", "utf8").match(new RegExp(`^${SYSTEM_USER}:[^:]*:(\\d+):(\\d+):`, "m"));
  return [Number(line?.[1]), Number(line?.[2])];
}

async function run(command: string[]): Promise<void> {
  const child = Bun.spawn(asSystemUser(command), { cwd: "/", stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [output, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${output}`);
}
