/** The challenge that a browser's answer names, if it is one of ours: taken by looking, so that no answer counts twice. */
import type { ServiceContext } from "../context.ts";
import { takeStep } from "../sign-ins/sign-in-steps.ts";

type Purpose = "make" | "sign_in";

export function takeChallenge(context: ServiceContext, purpose: Purpose, userId: string | null) {
  return async (challenge: string): Promise<boolean> => {
    const step = await takeStep(context, "passkey", challenge);
    return step !== null && step.details.purpose === purpose && step.userId === userId;
  };
}
