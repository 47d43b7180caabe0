/** What the server does by itself, and how often. */
import { deleteExpired } from "../services/accounts/delete-expired.ts";
import type { ServiceContext } from "../services/context.ts";
import { endAbandonedSessions } from "../services/sessions/end-abandoned.ts";
import { every } from "./every.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The returned function ends them. */
export function startJobs(context: ServiceContext): () => void {
  const startedAt = context.now();
  const failed = (job: string) => (error: unknown) =>
    context.warn(`${job} failed; it comes round again`, { err: error });
  const stops = [
    every(MINUTE_MS, () => endAbandonedSessions(context, startedAt), failed("ending abandoned sessions")),
    every(HOUR_MS, () => deleteExpired(context), failed("deleting expired sign-ins")),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
