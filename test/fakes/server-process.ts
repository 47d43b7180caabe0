/** The real server as a process of its own, on a free port and an own data directory. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { followLog, type ProcessLog } from "./process-log.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type ServerProcess = {
  /** "http://127.0.0.1:40123" */
  url: string;
  port: number;
  pid: number;
  /** The link that the server prints while it has no account. */
  setupLink(): Promise<string>;
  log: ProcessLog;
  /** Asks it to end (SIGTERM) and waits for its exit code. */
  stop(): Promise<number>;
  /** Ends it at once (SIGKILL). */
  kill(): Promise<void>;
};

/** Resolves when the server answers `/readyz`. */
export async function startServer(dataDirectory: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = Bun.spawn([process.execPath, join(root, "src/main.ts")], {
    cwd: root,
    env: { ...inheritedEnv(), HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDirectory, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const log = followLog("server", server);
  const end = async (signal: NodeJS.Signals): Promise<number> => {
    server.kill(signal);
    return await server.exited;
  };
  try {
    const [, port] = await log.waitFor(/https?:\/\/[^\s"/]+:(\d+)/);
    const url = `http://127.0.0.1:${port}`;
    await waitUntilReady(url, log);
    return {
      url,
      port: Number(port),
      pid: server.pid,
      setupLink: async () => (await log.waitFor(/https?:\/\/[^\s"]*setup[^\s"]*/))[0],
      log,
      stop: () => end("SIGTERM"),
      async kill() {
        await end("SIGKILL");
      },
    };
  } catch (failure) {
    await end("SIGKILL");
    throw failure;
  }
}

async function waitUntilReady(url: string, log: ProcessLog): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`the server is not ready\n${log.tail()}`);
    await Bun.sleep(50);
  }
}

/** Only what any process needs: a developer's settings must not decide how a test ends. */
function inheritedEnv(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }) };
}
