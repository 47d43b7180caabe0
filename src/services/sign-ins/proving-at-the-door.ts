/** At the door a wrong proof is 401. Inside, where it is asked for again, it is 400: nobody is signed out by a typing error. */
import { ServiceFailure } from "../failures.ts";

/** @param triedAs the address of whose proof it would be, where that is known */
export async function provingAtTheDoor<Result>(proof: Promise<Result>, triedAs?: string): Promise<Result> {
  try {
    return await proof;
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    const { code, message, retryAfterS } = error;
    const kind = error.kind === "invalid_request" ? "unauthenticated" : error.kind;
    throw new ServiceFailure(kind, message, { code, retryAfterS, triedAs });
  }
}
