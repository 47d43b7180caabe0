/** Telling "the database is away" from "the statement is wrong": the first is answered 503 and tried again later. */

/** No answer within the deadline; the driver would wait without bound. */
export class DatabaseSilentError extends Error {
  override readonly name = "DatabaseSilentError";
  constructor(deadlineMs: number) {
    super(`the database did not answer within ${deadlineMs} ms`);
  }
}

/** Of the driver, of the system, and of PostgreSQL (classes 08, 53, 57 and read-only after a failover). */
const AWAY_CODES = new Set([
  ...["CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED", "CONNECT_TIMEOUT"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"],
  ...["57014", "57P01", "57P02", "57P03", "53300", "25006"],
]);

/** Drizzle wraps what the driver threw. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseSilentError) return true;
  const code = "code" in error ? String(error.code) : "";
  if (AWAY_CODES.has(code) || /^08\w{3}$/.test(code)) return true;
  return isDatabaseAway(error.cause);
}

/** A unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return hasSqlState(error, "23505");
}

/** Text that no PostgreSQL can hold: a NUL character (as text, as JSON). */
export function isUnstorableText(error: unknown): boolean {
  return hasSqlState(error, "22021") || hasSqlState(error, "22P05");
}

function hasSqlState(error: unknown, state: string): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === state) || hasSqlState(error.cause, state);
}
