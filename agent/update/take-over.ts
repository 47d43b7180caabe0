/** From one agent to the next: it is tried, and then becomes this process; or this one goes on as it was. */
import { rmSync } from "node:fs";
import { systemClock } from "../clock.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Log } from "../log.ts";
import { AGENT_VERSION } from "../version.ts";
import { become } from "./become.ts";
import { openFailedUpdates } from "./failed-update.ts";
import { putInPlace, type Slots } from "./slots.ts";
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
  if (end.kind === "failed") {
    rmSync(slots.next, { force: true });
    log.warn(`version ${version} was tried and is not taken: ${end.reason}; ${AGENT_VERSION} goes on`);
    const failed = openFailedUpdates(configPath, { version: AGENT_VERSION, nowMs: Date.now });
    failed.note(prepared, end.reason);
    return null;
  }
  putInPlace(slots);
  log.info(`version ${version} is in place`);
  become(slots.current, start.args, start.env);
  return EXIT.updated;
}
