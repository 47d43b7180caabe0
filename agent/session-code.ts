/** `--run-once`: shows the person the code to read out, and a new one when it has run out unused. */
import { SESSION_CODE_TTL_MS } from "../protocol/limits.ts";
import type { SessionCodeResponse } from "../protocol/rest/agent.ts";
import { reasonOf } from "./exit.ts";
import type { Log } from "./log.ts";

const RETRY_MS = 5_000;

export type SessionCodeOptions = {
  request(): Promise<SessionCodeResponse>;
  log: Log;
  /** A session has begun: the code has done its work. */
  isTaken(): boolean;
  print?: (text: string) => void;
};

/** The answer stops it. */
export function announceSessionCode(options: SessionCodeOptions): () => void {
  const print = options.print ?? ((text: string) => void process.stdout.write(text));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  async function announce(): Promise<void> {
    if (isStopped || options.isTaken()) return;
    let pauseMs = RETRY_MS;
    try {
      const { code } = await options.request();
      print(banner(code));
      pauseMs = SESSION_CODE_TTL_MS;
    } catch (failure) {
      options.log.warn(`no session code yet: ${reasonOf(failure)}`);
    }
    if (!isStopped) timer = setTimeout(announce, pauseMs);
  }

  void announce();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Large enough to be read out across a desk; the plain code stands alone on its line for a double click. */
function banner(code: string): string {
  const spaced = [...code].join(" ");
  const line = "═".repeat(spaced.length + 10);
  const empty = `║${" ".repeat(spaced.length + 10)}║`;
  return [
    "",
    `╔${line}╗`,
    empty,
    `║     ${spaced}     ║`,
    empty,
    `╚${line}╝`,
    `Session code: ${code}`,
    "Read it to your technician. It is good for 10 minutes; this program ends with the session.",
    "",
    "",
  ].join("\n");
}
