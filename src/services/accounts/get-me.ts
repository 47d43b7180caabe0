/** `GET /api/me`: who is signed in, and what they may do at most. */
import type { Me } from "../../../protocol/rest/people.ts";
import { type Actor, permissionsAnywhere, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";

export function getMe(actor: Actor): Me {
  requireAllowed(actor, "account.read", null);
  const person = personOf(actor);
  const { id, email, name, role } = person;
  return {
    id,
    email,
    name,
    role,
    permissions: [...permissionsAnywhere(person)],
    must_set_up_second_factor: person.mustSetUpSecondFactor ?? false,
  };
}
