/** A sign-in by a provider that is not let in, with the word for why. */
import { ServiceFailure } from "../failures.ts";

export function refused(message: string, code: string): ServiceFailure {
  return new ServiceFailure("forbidden", message, { code });
}
