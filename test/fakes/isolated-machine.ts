/**
 * A machine of the test's own: processes, /tmp and X displays that no other test sees, so that an agent that looks for
 * a desktop by itself finds what this test put there and nothing else. Needs root (namespaces(7)).
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Subprocess } from "bun";
import { followLog, type ProcessLog } from "./process-log.ts";
import { waitUntil } from "./wait-until.ts";

/** Wherever temporary files go, X servers put their sockets and locks here. */
const SHARED = "/tmp";

export const canIsolate = process.platform === "linux" && process.getuid?.() === 0;

export type MachineProcess = {
  log: ProcessLog;
  exited: Promise<number>;
  /** Ends it (SIGTERM unless told), and waits. */
  end(signal?: NodeJS.Signals): Promise<void>;
};

export type Desktop = {
  display: string;
  /** The only file that opens the display. */
  authority: string;
  end(): Promise<void>;
};

export type IsolatedMachine = {
  /** Seen at this path inside and outside; removed at the end. */
  directory: string;
  /** @param user id it runs as; root where it is left out */
  start(command: readonly string[], options?: { user?: number; env?: Record<string, string> }): MachineProcess;
  /** Starts a command and waits for its end. @throws Error unless it ends with 0 */
  run(command: readonly string[], options?: { user?: number; env?: Record<string, string> }): Promise<void>;
  /** An X server that asks for a cookie, and a program of its user in it, as a display manager starts them. */
  startDesktop(options: { display: string; user: number; program?: string[] }): Promise<Desktop>;
  stop(): Promise<void>;
};

/** The machine's first process: makes the temporary directory its own but for the shared directory, then waits to be ended. */
const INIT = `
set -e
directory=$1
mount -t tmpfs tmpfs "$directory/tmp"
mkdir -p "$directory/tmp/$2" "$directory/tmp/.X11-unix"
chmod 1777 "$directory/tmp" "$directory/tmp/.X11-unix"
mount --bind "$directory" "$directory/tmp/$2"
mount --move "$directory/tmp" "$3"
echo ready
exec sleep infinity
`;

export async function startIsolatedMachine(): Promise<IsolatedMachine> {
  const directory = mkdtempSync(join(SHARED, "remotelink-machine-"));
  mkdirSync(join(directory, "tmp"));
  // Every user of the machine has its home below.
  chmodSync(directory, 0o711);
  const unshare = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--propagation", "private"];
  const init = Bun.spawn([...unshare, "sh", "-c", INIT, "sh", directory, basename(directory), SHARED], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const log = followLog("machine", init);
  await log.waitFor(/ready/);
  const first = await waitUntil("the machine's first process", () => childOf(init.pid));
  const inside = ["nsenter", "--target", String(first), "--mount", "--pid"];
  const started = new Set<Subprocess>();

  const start: IsolatedMachine["start"] = (command, { user, env } = {}) => {
    const as = user === undefined ? [] : ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
    const child = Bun.spawn([...inside, ...as, ...command], {
      cwd: directory,
      env: { PATH: process.env.PATH ?? "", HOME: directory, LANG: "C.UTF-8", ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    started.add(child);
    const name = command[0]?.split("/").at(-1) ?? "";
    return {
      log: followLog(name, child),
      exited: child.exited,
      async end(signal = "SIGTERM") {
        // What is meant is what `nsenter` started and waits for.
        process.kill(childOf(child.pid) ?? child.pid, signal);
        await child.exited;
        started.delete(child);
      },
    };
  };

  const run: IsolatedMachine["run"] = async (command, options) => {
    const { log: said, exited } = start(command, options);
    if ((await exited) !== 0) throw new Error(said.tail());
  };

  return {
    directory,
    start,
    run,
    async startDesktop({ display, user, program = ["sleep", "infinity"] }) {
      const authority = join(directory, `authority-${crypto.randomUUID()}`);
      await run([
        "sh",
        "-c",
        'touch "$1" && xauth -q -f "$1" add "$2" . "$(mcookie)" && chown "$3" "$1"',
        "sh",
        authority,
        display,
        String(user),
      ]);
      const quiet = ["-nolisten", "tcp", "-nolisten", "local", "-noreset"];
      const server = start([
        "Xvfb",
        display,
        "-displayfd",
        "1",
        "-auth",
        authority,
        "-screen",
        "0",
        "1280x800x24",
        ...quiet,
      ]);
      await server.log.waitFor(/^\d+$/m);
      const session = start(program, { user, env: { DISPLAY: display, XAUTHORITY: authority } });
      return {
        display,
        authority,
        async end() {
          await session.end();
          await server.end();
        },
      };
    },
    async stop() {
      init.kill("SIGKILL");
      await init.exited;
      await Promise.all([...started].map((child) => child.exited));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The first child of a process (proc(5), children); null when it has none. */
function childOf(pid: number): number | null {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ");
  return first ? Number(first) : null;
}
