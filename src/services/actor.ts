/** Who asks. Whatever way a person proved who they are, by cookie or by key, services see the same. */
import { PERMISSIONS, type Permission } from "../../protocol/permissions.ts";
import { ServiceFailure } from "./failures.ts";

export type Person = {
  kind: "user";
  id: string;
  email: string;
  name: string;
  role: "admin" | "user";
  /** By group id. An API key, which may narrow its owner, carries what remains. */
  memberships: ReadonlyMap<string, readonly Permission[]>;
  address: string | null;
  /** The sign-in that proved it: what is given to them now ends with it. */
  signInId?: string;
  /** When they last proved it; never, for a key. */
  provenAt?: Date;
  /** They came with an API key of theirs, which may narrow what they may do. */
  key?: PersonsKey;
  /** The sign-in or key is one that was made with a second factor. */
  hasSecondFactor?: boolean;
  /** A second factor is required of them and they have none: until they do, they may only set one up. */
  mustSetUpSecondFactor?: boolean;
};

/** `permissions` null: whatever the owner may do. */
export type PersonsKey = { id: string; name: string; isReadOnly: boolean; permissions: readonly Permission[] | null };

/** An agent, proven by its access key: its machine. */
export type Agent = { kind: "agent"; machineId: string; name: string; address: string | null };

/** Whoever gave no proof. */
export type Nobody = { kind: "nobody"; address: string | null };

/** What the server does by itself: ending what was abandoned. */
export type System = { kind: "system"; name: string };

export type Actor = Person | Agent | Nobody | System;

/** For what only people do. @throws ServiceFailure (`unauthenticated`) */
export function personOf(actor: Actor): Person {
  if (actor.kind !== "user") throw new ServiceFailure("unauthenticated", "sign in first");
  return actor;
}

/** What the person may do on machines of the group; machines without a group are the administrators'. */
export function permissionsOn(
  person: Pick<Person, "role" | "memberships" | "key">,
  groupId: string | null,
): readonly Permission[] {
  if (person.role === "admin") return person.key?.permissions ?? PERMISSIONS;
  return (groupId !== null && person.memberships.get(groupId)) || [];
}

/** The groups whose machines they see by membership. */
export function groupsOf({ memberships }: Person): string[] {
  return [...memberships].filter(([, permissions]) => permissions.length > 0).map(([id]) => id);
}

/** What they may do at most, anywhere. */
export function permissionsAnywhere(person: Person): readonly Permission[] {
  if (person.role === "admin") return person.key?.permissions ?? PERMISSIONS;
  const held = new Set([...person.memberships.values()].flat());
  return PERMISSIONS.filter((permission) => held.has(permission));
}
