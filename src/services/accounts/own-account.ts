/** For what people change about how they prove who they are: by a sign-in, never by a key; what is sensitive by a recent proof. */
import { type Actor, type Person, personOf } from "../actor.ts";
import { type Actions, requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";

/** Long enough to find the phone and read a page, short enough for a browser that was left open. */
export const RECENT_PROOF_MS = 10 * 60_000;

export type SignedIn = Person & { signInId: string };

type OwnAction = { [Action in keyof Actions]: Actions[Action] extends null ? Action : never }[keyof Actions];

/** @throws ServiceFailure (`forbidden`) for a key */
export function signedInPerson(actor: Actor, action: OwnAction = "account.change"): SignedIn {
  requireAllowed(actor, action, null);
  const person = personOf(actor);
  const { signInId } = person;
  if (signInId === undefined) throw new ServiceFailure("forbidden", "sign in for this: no key may do it");
  return { ...person, signInId };
}

/** @throws ServiceFailure (`reauthentication_required`) where they last proved it too long ago */
export function recentlyProven(
  { now }: Pick<ServiceContext, "now">,
  actor: Actor,
  action: OwnAction = "account.change",
): SignedIn {
  const person = signedInPerson(actor, action);
  const provenAt = person.provenAt?.getTime() ?? 0;
  if (now().getTime() - provenAt <= RECENT_PROOF_MS) return person;
  throw new ServiceFailure("forbidden", "this asks again who you are: confirm it, then try again", {
    code: "reauthentication_required",
  });
}

/** How the audit log names a person that something of theirs was done to. */
export const asTarget = ({ id, name }: { id: string; name: string }) => ({ kind: "user", id, name });
