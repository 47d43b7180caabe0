/** `GET /api/me`: who is signed in, and what they may do at most. */
import type { Me } from "../../../protocol/rest/people.ts";
import { type Actor, permissionsAnywhere } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import { ServiceFailure } from "../failures.ts";

export function getMe(actor: Actor): Me {
  requireAllowed(actor, "account.read", null);
  if (actor.kind !== "user") throw new ServiceFailure("unauthenticated", "sign in first");
  const { id, email, name, role } = actor;
  return { id, email, name, role, permissions: [...permissionsAnywhere(actor)] };
}
