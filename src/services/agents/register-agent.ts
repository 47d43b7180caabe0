/** `POST /api/agent/register`: a machine comes in by a token, by open enrollment, or comes back by its own key. */
import type { RegisterRequest } from "../../../protocol/rest/agent.ts";
import type { Nobody } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { applyAgentFacts } from "./apply-agent-facts.ts";
import { findByAccessKey } from "./authenticate-agent.ts";
import { createMachine, type Registration } from "./create-machine.ts";
import { isCopy } from "./is-copy.ts";
import { findOpenEnrollmentOwner } from "./open-enrollment-owner.ts";
import { registerClone } from "./register-clone.ts";

export async function registerAgent(
  context: ServiceContext,
  caller: Nobody,
  request: RegisterRequest,
): Promise<Registration> {
  const address = `address:${caller.address ?? "unknown"}`;
  const { support_code } = request;
  if (support_code !== undefined) {
    return throttled(
      context.throttles.supportCode,
      [address, "all:"],
      () => createMachine(context, caller, request, { supportCode: support_code }),
      (outcome) => "error" in outcome && outcome.error instanceof ServiceFailure,
    );
  }
  return throttled(
    context.throttles.enrollment,
    [address],
    () => (request.cloned ? registerClone(context, caller, request) : register(context, caller, request)),
    (outcome) => "error" in outcome && outcome.error instanceof ServiceFailure,
  );
}

async function register(context: ServiceContext, caller: Nobody, request: RegisterRequest): Promise<Registration> {
  const { machine_id, access_key, enrollment_token } = request;
  if (machine_id !== undefined && access_key !== undefined) {
    const known = await findByAccessKey(context, machine_id, access_key);
    if (known) {
      // A copy that starts says so before the relay has told it what it is: the original's facts are not its own.
      if (!isCopy(context, known.id, request)) await applyAgentFacts(context, known, request, caller);
      return { isNew: false, machineId: known.id, accessKey: access_key, isQuarantined: known.quarantinedAt !== null };
    }
    // Also under open enrollment: a machine that was removed does not come back by itself.
    if (enrollment_token === undefined) {
      throw new ServiceFailure("unauthenticated", "this machine or its access key is not known: enroll it again", {
        code: "invalid_access_key",
      });
    }
  }
  if (enrollment_token !== undefined) return createMachine(context, caller, request, { token: enrollment_token });
  if (!context.serverSettings.current().open_enrollment) {
    throw new ServiceFailure("forbidden", "an enrollment token is needed: make one on the Enrollment page", {
      code: "enrollment_token_required",
    });
  }
  const ownerId = (await findOpenEnrollmentOwner(context))?.id ?? null;
  const enroll = () => createMachine(context, caller, request, { ownerId });
  if (!request.temporary) return enroll();
  const keys = [`address:${caller.address ?? "unknown"}`, "all:"];
  return throttled(context.throttles.openVisit, keys, enroll, (outcome) => "result" in outcome);
}
