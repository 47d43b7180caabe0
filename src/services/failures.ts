/** The closed list of ways a service says no. Its status and body are `protocol/rest/shapes.ts`; one place answers with them. */
import { ERROR_STATUS } from "../../protocol/rest/shapes.ts";
import { isDatabaseAway, isUnstorableText } from "../db/away.ts";
import { QueueFullError } from "../lib/concurrency-limit.ts";

export type FailureKind = keyof typeof ERROR_STATUS;

export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure";
  readonly kind: FailureKind;
  /** The kind, or a more exact word ("machine_offline"). */
  readonly code: string;
  readonly details: unknown;
  readonly retryAfterS: number | undefined;
  /** The address of the account that somebody tried to sign in to: for the audit log, never in the answer. */
  readonly triedAs: string | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    more: { code?: string; details?: unknown; retryAfterS?: number | undefined; triedAs?: string | undefined } = {},
  ) {
    super(message);
    this.kind = kind;
    this.code = more.code ?? kind;
    this.details = more.details;
    this.retryAfterS = more.retryAfterS;
    this.triedAs = more.triedAs;
  }

  get status(): number {
    return ERROR_STATUS[this.kind];
  }
}

export function notFound(what: string): ServiceFailure {
  return new ServiceFailure("not_found", `no such ${what}, or none that you may see`);
}

export function rateLimited(what: string, retryAfterS: number): ServiceFailure {
  return new ServiceFailure("rate_limited", `${what}: try again in ${retryAfterS} s`, { retryAfterS });
}

/** Clients come back this soon: long enough for a restart, short enough not to be noticed after one. */
const RETRY_AFTER_S = 2;

/** What anything thrown means to a caller; null for a fault of ours, which is answered 500 and logged. */
export function failureOf(error: unknown): ServiceFailure | null {
  if (error instanceof ServiceFailure) return error;
  if (isDatabaseAway(error)) {
    return new ServiceFailure("unavailable", "the database cannot be reached: try again in a moment", {
      retryAfterS: RETRY_AFTER_S,
    });
  }
  if (isUnstorableText(error)) return new ServiceFailure("invalid_request", "texts may not hold NUL characters");
  if (error instanceof QueueFullError) {
    return new ServiceFailure("unavailable", "too many sign-ins at once: try again in a moment", {
      retryAfterS: RETRY_AFTER_S,
    });
  }
  return null;
}
