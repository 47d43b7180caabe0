/** The update that failed last, beside the config: it is not tried again and again, and the administrator is told why. */
import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import type { UpdateFailure } from "../../protocol/agent-update.ts";
import { isOutdated } from "../../protocol/agent-version.ts";
import { writeFileWhole } from "../config/write-file-whole.ts";
import { reasonOf } from "../exit.ts";
import type { Log } from "../log.ts";
import type { CheckedUpdate } from "./check-offer.ts";

export const RETRY_AFTER_MS = {
  /** It was run, and is not good for this machine. */
  tried: 24 * 60 * 60_000,
  /** It did not even get here: a link that broke, or a server that was being replaced at the time. */
  fetched: 60 * 60_000,
} as const;

const failedUpdate = z.object({
  sha256: z.string(),
  version: z.string(),
  reason: z.string(),
  failed_at: z.iso.datetime(),
  at: z.enum(["tried", "fetched"]),
  asked_at: z.string().optional(),
});
type FailedUpdate = z.infer<typeof failedUpdate>;

export type FailedUpdates = {
  /** To be told; what is installed by now has not failed. */
  latest(): UpdateFailure | null;
  /** The same file failed here not long ago, and nobody has asked for it since. */
  isRefused(update: CheckedUpdate): boolean;
  note(update: Pick<CheckedUpdate, "version" | "sha256" | "asked_at">, at: FailedUpdate["at"], reason: string): void;
};

export function openFailedUpdates(
  configPath: string,
  { version, nowMs, log }: { version: string; nowMs: () => number; log: Pick<Log, "warn"> },
): FailedUpdates {
  const path = `${configPath}.failed-update`;
  let failed = read(path);
  if (failed && !isOutdated(version, failed.version)) {
    failed = null;
    keep(() => rmSync(path, { force: true }));
  }

  /** A full disk may be what the update failed of: it must not be the end of the agent, too. */
  function keep(write: () => void): void {
    try {
      write();
    } catch (failure) {
      log.warn(`${path} is not as it should be: ${reasonOf(failure)}`);
    }
  }

  return {
    latest: () => failed && { version: failed.version, reason: failed.reason },
    isRefused({ sha256, asked_at }) {
      if (failed?.sha256 !== sha256) return false;
      // Told apart, not compared with the time of the failure: one is by the server's clock, the other by this machine's.
      if (asked_at !== undefined && asked_at !== failed.asked_at) return false;
      const agoMs = nowMs() - Date.parse(failed.failed_at);
      // A clock that was set back since then is no reason to refuse it for years.
      return agoMs >= 0 && agoMs < RETRY_AFTER_MS[failed.at];
    },
    note({ version: failedVersion, sha256, asked_at }, at, reason) {
      failed = {
        sha256,
        version: failedVersion,
        reason: reason.slice(0, 300),
        failed_at: new Date(nowMs()).toISOString(),
        at,
        asked_at,
      };
      keep(() => writeFileWhole(path, JSON.stringify(failed)));
    },
  };
}

function read(path: string): FailedUpdate | null {
  try {
    return failedUpdate.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // None yet, or of no use: then it is tried.
    return null;
  }
}
