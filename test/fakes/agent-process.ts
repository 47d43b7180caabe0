/** The real agent as a process: the compiled binary that the server hands out. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { followLog, type ProcessLog } from "./process-log.ts";

export const AGENT_BINARY = fileURLToPath(new URL("../../dist/downloads/remotelink-agent-linux", import.meta.url));

export type AgentProcess = {
  pid: number;
  log: ProcessLog;
  exited: Promise<number>;
  /** Asks it to end (SIGTERM) and waits. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL). */
  kill(): Promise<void>;
};

/**
 * @param display the X display it shows, such as ":99"
 * @param home its HOME; config and extracted libraries stay inside
 */
export function startAgent(options: {
  arguments: readonly string[];
  display: string;
  home: string;
  binary?: string;
  env?: Record<string, string>;
}): AgentProcess {
  const binary = options.binary ?? AGENT_BINARY;
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run \`bun run build\``);
  const agent = Bun.spawn([binary, ...options.arguments], {
    cwd: options.home,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: options.home,
      DISPLAY: options.display,
      LANG: "C.UTF-8",
      ...options.env,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    agent.kill(signal);
    await agent.exited;
  };
  return {
    pid: agent.pid,
    log: followLog("agent", agent),
    exited: agent.exited,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
