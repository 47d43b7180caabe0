/** When a token ends, as a request names it. */
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";

/** @returns as it came where it names no time. @throws ServiceFailure (`invalid_request`): a token that is over before it begins */
export function futureTime<None extends null | undefined>(
  { now }: Pick<ServiceContext, "now">,
  expiresAt: string | None,
): Date | None {
  if (typeof expiresAt !== "string") return expiresAt;
  const at = new Date(expiresAt);
  if (at <= now()) throw new ServiceFailure("invalid_request", "expires_at: this time has passed already");
  return at;
}
