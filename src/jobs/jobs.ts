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
import { deleteOldDeliveries } from "../services/webhooks/delete-old-deliveries.ts";

/** What a person lost holds on open sockets within five seconds. */
const VIEWERS_MS = 4_000;
/** What has to be tried again, and what another server process left. */
const WEBHOOKS_MS = 2_000;
/** Another server process's change of a setting shows within this: with a round of the above, within five seconds. */
const SETTINGS_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Told of each round as it ends. */
export type JobObserver = (round: { job: string; seconds: number; isFailed: boolean }) => void;

/** The returned function ends them. */
export function startJobs(context: ServiceContext, observe: JobObserver = () => {}): () => void {
  const startedAt = context.now();
  const job = (name: string, intervalMs: number, work: () => Promise<void>) => {
    let startedMs = 0;
    const ended = (isFailed: boolean) =>
      observe({ job: name, seconds: (performance.now() - startedMs) / 1_000, isFailed });
    const round = async () => {
      startedMs = performance.now();
      await work();
      ended(false);
    };
    return every(intervalMs, round, (error) => {
      ended(true);
      context.warn(`${name} failed; it comes round again`, { err: error });
    });
  };
  const stops = [
    job("looking up open viewers' rights", VIEWERS_MS, () => recheckViewers(context)),
    job("looking up the settings", SETTINGS_MS, () => context.serverSettings.follow()),
    job("delivering webhooks", WEBHOOKS_MS, () => context.webhooks.deliverDue()),
    job("ending abandoned sessions", MINUTE_MS, () => endAbandonedSessions(context, startedAt)),
    job("ending abandoned script runs", MINUTE_MS, () => endAbandonedRuns(context)),
    job("ending visits", MINUTE_MS, () => endVisits(context)),
    job("ending abandoned recordings", MINUTE_MS, () => endAbandonedRecordings(context)),
    job("removing old recordings", HOUR_MS, () => removeExpiredRecordings(context)),
    job("deleting old webhook messages", HOUR_MS, () => deleteOldDeliveries(context)),
    job("deleting expired sign-ins", HOUR_MS, () => deleteExpired(context)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
