/** `remotelink-agent status` and `remotelink-agent end`: asks the agent that runs on this machine, and says it in words. */
import { existsSync } from "node:fs";
import type { CliOptions } from "../cli.ts";
import { EXIT, type ExitCode, FatalError, reasonOf } from "../exit.ts";
import { oneLine } from "../log.ts";
import { type LocalStatus, localEnded, localStatus } from "./local-status.ts";
import { socketCandidates } from "./socket-paths.ts";
import { statusText } from "./status-text.ts";

const TIMEOUT_MS = 5_000;
type Asker = Pick<CliOptions, "config" | "json" | "session">;

/** @throws FatalError when no agent runs here */
export async function showStatus(options: Asker): Promise<ExitCode> {
  const status = await askStatus(options);
  print(options.json ? JSON.stringify(status, null, 2) : statusText(status, Date.now()));
  return EXIT.ok;
}

/** @throws FatalError when no agent runs here, or the session is not one of its own */
export async function endSessions(options: Asker): Promise<ExitCode> {
  const sessionId = options.session === undefined ? undefined : await fullId(options, options.session);
  const query = sessionId === undefined ? "" : `?session=${encodeURIComponent(sessionId)}`;
  const { ended } = localEnded.parse(await ask(options.config, "POST", `/end${query}`));
  if (options.json) print(JSON.stringify({ ended }));
  else if (ended === 0) print("Nobody is connected: there is nothing to end.");
  else print(ended === 1 ? "The session has ended." : `${ended} sessions have ended.`);
  return EXIT.ok;
}

/** The first characters are enough, as long as they are one session's. */
async function fullId(options: Asker, start: string): Promise<string> {
  const { sessions } = await askStatus(options);
  const [found, another] = sessions.filter(({ session_id }) => session_id.startsWith(start));
  if (another) throw new FatalError(`more than one session begins with "${oneLine(start)}"`, EXIT.usage);
  if (!found) throw new FatalError(`no session "${oneLine(start)}" runs here. See remotelink-agent status`, EXIT.usage);
  return found.session_id;
}

async function askStatus({ config }: Asker): Promise<LocalStatus> {
  return localStatus.parse(await ask(config, "GET", "/status"));
}

async function ask(configPath: string | undefined, method: "GET" | "POST", path: string): Promise<unknown> {
  let lastFailure = "";
  for (const unix of socketCandidates(configPath)) {
    if (!existsSync(unix)) continue;
    try {
      const answer = await fetch(`http://localhost${path}`, { unix, method, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.ok) return await answer.json();
      lastFailure = `it answered ${answer.status}`;
    } catch (failure) {
      lastFailure = reasonOf(failure);
    }
  }
  const detail = lastFailure ? ` (${lastFailure})` : "";
  const hint = process.platform === "win32" ? " On Windows this is not possible yet." : "";
  throw new FatalError(
    `no agent is running here that you may ask${detail}. Start it, or run this as the user it runs as.${hint}`,
    EXIT.notRunning,
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
