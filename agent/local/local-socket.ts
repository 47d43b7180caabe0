/**
 * The socket by which the person at this machine asks who is connected, and ends it. It takes no port; who may reach it is
 * decided by the file system alone.
 */
import { rmSync } from "node:fs";
import { reasonOf } from "../exit.ts";
import type { Log } from "../log.ts";
import { findAccount } from "../users/account.ts";
import { findConsoleUser } from "../users/console-user.ts";
import type { LocalStatus } from "./local-status.ts";
import { shareWith } from "./shared-folder.ts";
import { ownSocketPath } from "./socket-paths.ts";

export type LocalAgent = {
  status(): LocalStatus;
  /** @returns how many were ended; undefined means all */
  end(sessionId: string | undefined): number;
};

/** Who sits at the machine changes: looked at again this often. */
const CONSOLE_USER_INTERVAL_MS = 20_000;

/** A socket that cannot be opened is said and done without. @returns closes it */
export function openLocalSocket(configPath: string, agent: LocalAgent, log: Log): () => void {
  if (process.platform === "win32") return () => {};
  const attempt = (who: string, open: () => () => void): (() => void) => {
    try {
      return open();
    } catch (failure) {
      log.warn(`${who} cannot ask this agent for its status: ${reasonOf(failure)}`);
      return () => {};
    }
  };
  const closings = [attempt("its own user", () => listen(ownSocketPath(configPath), agent))];
  if (process.platform === "linux" && process.getuid?.() === 0) {
    const share = (uid: number, gid: number) => shareWith(uid, gid, (path) => listen(path, agent));
    closings.push(followConsoleUser((uid, gid) => attempt(`user ${uid}`, () => share(uid, gid))));
  }
  return () => {
    for (const close of closings) close();
  };
}

function followConsoleUser(open: (uid: number, gid: number) => () => void): () => void {
  let current: number | null = null;
  let close = () => {};
  function look(): void {
    const user = findConsoleUser();
    const account = user === null ? null : findAccount(user);
    const uid = account && account.uid !== 0 ? account.uid : null;
    if (uid === current) return;
    close();
    current = uid;
    close = account && uid !== null ? open(uid, account.gid) : () => {};
  }
  look();
  const timer = setInterval(look, CONSOLE_USER_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    close();
  };
}

function listen(path: string, agent: LocalAgent): () => void {
  // Left by an agent that was killed; the config's lock says that none runs.
  rmSync(path, { force: true });
  // From its first moment for nobody else, whatever folder it stands in.
  const before = process.umask(0o177);
  try {
    const server = Bun.serve({ unix: path, fetch: (request) => answer(request, agent) });
    return () => {
      void server.stop(true);
      rmSync(path, { force: true });
    };
  } finally {
    process.umask(before);
  }
}

function answer(request: Request, agent: LocalAgent): Response {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "GET" && pathname === "/status") return Response.json(agent.status());
  if (request.method === "POST" && pathname === "/end") {
    return Response.json({ ended: agent.end(searchParams.get("session") ?? undefined) });
  }
  return new Response(null, { status: 404 });
}
