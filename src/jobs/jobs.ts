/** What the server does by itself, and how often. */

import { every } from "../lib/every.ts";
import { deleteExpired } from "../services/accounts/delete-expired.ts";
import type { ServiceContext } from "../services/context.ts";
import { endAbandonedRecordings } from "../services/recordings/end-abandoned-recordings.ts";
import { removeExpiredRecordings } from "../services/recordings/remove-recording.ts";
import { endAbandonedRuns } from "../services/script-runs/end-abandoned-runs.ts";
import { endAbandonedSessions } from "../services/sessions/end-abandoned.ts";
import { recheckViewers } from "../services/sessions/recheck-viewers.ts";
import { endVisits } from "../services/support/end-visits.ts";

/** What a person lost holds on open sockets within five seconds. */
const VIEWERS_MS = 4_000;
/** Another server process's change of a setting shows within this. */
const SETTINGS_MS = 3_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The returned function ends them. */
export function startJobs(context: ServiceContext): () => void {
  const startedAt = context.now();
  const failed = (job: string) => (error: unknown) =>
    context.warn(`${job} failed; it comes round again`, { err: error });
  const stops = [
    every(VIEWERS_MS, () => recheckViewers(context), failed("looking up open viewers' rights")),
    every(SETTINGS_MS, () => context.serverSettings.follow(), failed("looking up the settings")),
    every(MINUTE_MS, () => endAbandonedSessions(context, startedAt), failed("ending abandoned sessions")),
    every(MINUTE_MS, () => endAbandonedRuns(context), failed("ending abandoned script runs")),
    every(MINUTE_MS, () => endVisits(context), failed("ending visits")),
    every(MINUTE_MS, () => endAbandonedRecordings(context), failed("ending abandoned recordings")),
    every(HOUR_MS, () => removeExpiredRecordings(context), failed("removing old recordings")),
    every(HOUR_MS, () => deleteExpired(context), failed("deleting expired sign-ins")),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
