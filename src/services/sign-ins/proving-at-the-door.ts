/** At the door a wrong proof is 401. Inside, where it is asked for again, it is 400: nobody is signed out by a typing error. */
import { ServiceFailure } from "../failures.ts";

export async function provingAtTheDoor<Result>(proof: Promise<Result>): Promise<Result> {
  try {
    return await proof;
  } catch (error) {
    if (!(error instanceof ServiceFailure) || error.kind !== "invalid_request") throw error;
    throw new ServiceFailure("unauthenticated", error.message, { code: error.code });
  }
}
