/** From one agent to the next: it is tried, and then becomes this process; or this one goes on as it was. */
import { systemClock } from "../clock.ts";
import { EXIT, type ExitCode, reasonOf } from "../exit.ts";
import type { Log } from "../log.ts";
import { AGENT_VERSION } from "../version.ts";
import { become } from "./become.ts";
import type { FailedUpdates } from "./failed-update.ts";
import { clearNext, putInPlace, type Slots } from "./slots.ts";
import { tryOut } from "./trial.ts";
import type { Prepared } from "./updater.ts";

/** As it was started, before displays were found and variables set; a token was for the first start only. */
const STARTED_WITH = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name === "REMOTELINK_TOKEN" ? [] : [[name, value]],
  ),
);

export type TakeOver = {
  slots: Slots;
  prepared: Prepared;
  failed: FailedUpdates;
  configPath: string;
  /** All that a start needs beside the config. */
  args: readonly string[];
  stopped: AbortSignal;
  log: Log;
};

/** @returns an exit code to end with; null: this agent goes on */
export async function takeOver({
  slots,
  prepared,
  failed,
  configPath,
  args,
  stopped,
  log,
}: TakeOver): Promise<ExitCode | null> {
  const { version } = prepared;
  log.info(`trying version ${version}`);
  const start = { args: ["--config", configPath, ...args], env: STARTED_WITH };
  const end = await tryOut({ program: slots.next, ...start, stopped, clock: systemClock });
  if (end.kind === "stopped") return EXIT.ok;
  if (end.kind === "failed") return goOn(end.reason);
  try {
    putInPlace(slots);
  } catch (failure) {
    return goOn(`it cannot be put in place: ${reasonOf(failure)}`);
  }
  log.info(`version ${version} is in place`);
  try {
    become(slots.current, start.args, start.env);
  } catch (failure) {
    log.detail(`the system has no execve: ${reasonOf(failure)}`);
  }
  return EXIT.updated;

  function goOn(reason: string): null {
    clearNext(slots);
    log.warn(`version ${version} was tried and is not taken: ${reason}; ${AGENT_VERSION} goes on`);
    failed.note(prepared, "tried", reason);
    return null;
  }
}
