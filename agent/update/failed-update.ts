/** The update that failed last, beside the config: it is not tried again and again, and the administrator is told why. */
import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import type { UpdateFailure } from "../../protocol/agent-update.ts";
import { isOutdated } from "../../protocol/agent-version.ts";
import { writeFileWhole } from "../config/write-file-whole.ts";
import type { CheckedUpdate } from "./check-offer.ts";

const RETRY_AFTER_MS = 24 * 60 * 60_000;

const failedUpdate = z.object({
  sha256: z.string(),
  version: z.string(),
  reason: z.string(),
  failed_at: z.iso.datetime(),
});
type FailedUpdate = z.infer<typeof failedUpdate>;

export type FailedUpdates = {
  /** To be told; what is installed by now has not failed. */
  latest(): UpdateFailure | null;
  /** The same file failed here not long ago, and nobody has asked for it since. */
  isRefused(update: CheckedUpdate): boolean;
  note(update: { version: string; sha256: string }, reason: string): void;
};

export function openFailedUpdates(
  configPath: string,
  { version, nowMs }: { version: string; nowMs: () => number },
): FailedUpdates {
  const path = `${configPath}.failed-update`;
  let failed = read(path);
  if (failed && !isOutdated(version, failed.version)) {
    rmSync(path, { force: true });
    failed = null;
  }
  return {
    latest: () => failed && { version: failed.version, reason: failed.reason },
    isRefused({ sha256, asked_at }) {
      if (failed?.sha256 !== sha256) return false;
      const failedAtMs = Date.parse(failed.failed_at);
      if (asked_at !== undefined && Date.parse(asked_at) > failedAtMs) return false;
      return nowMs() - failedAtMs < RETRY_AFTER_MS;
    },
    note({ version: failedVersion, sha256 }, reason) {
      failed = {
        sha256,
        version: failedVersion,
        reason: reason.slice(0, 300),
        failed_at: new Date(nowMs()).toISOString(),
      };
      writeFileWhole(path, JSON.stringify(failed));
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
