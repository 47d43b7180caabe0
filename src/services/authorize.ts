/** The one place that decides who may do what, for REST and sockets alike. What is not named here is denied. */
import type { Permission } from "../../protocol/permissions.ts";
import { type Actor, type Person, permissionsAnywhere, permissionsOn } from "./actor.ts";
import { notFound, ServiceFailure } from "./failures.ts";

export type MachineObject = {
  groupId: string | null;
  /** Waits to be accepted: until then it is as if it were not there, for everybody. */
  quarantinedAt?: Date | null;
};
export type SessionObject = { userId: string | null; machineGroupId: string | null };
export type GroupObject = { groupId: string };
export type SupportLinkObject = { userId: string };
/** null: whoever made it is gone. */
export type AuthoredObject = { createdBy: string | null };

/** Each action with what it is done to. */
export type Actions = {
  "account.read": null;
  "account.change": null;
  /** One's own. */
  "sign_ins.manage": null;
  "api_keys.manage": null;
  "auth_providers.manage": null;
  "user.remove_second_factor": null;
  "audit.read": null;
  "metrics.read": null;
  "events.watch": null;
  "enrollment_tokens.manage": null;
  "users.manage": null;
  "invites.manage": null;
  "mail.test": null;
  "groups.list": null;
  "groups.create": null;
  "group.see": GroupObject;
  /** Its name, its members, its end. */
  "group.change": GroupObject;
  "machines.list": null;
  /** What one keeps for oneself; nobody else has anything to do with it. */
  "saved_filters.own": null;
  /** Those that wait: to see them, to let them in, to turn them away. */
  "machines.accept": null;
  "machine.see": MachineObject;
  "machine.change": MachineObject;
  /** Into another group, or out of any. */
  "machine.move": MachineObject & { toGroupId: string | null };
  "machine.remove": MachineObject;
  "machine.wake": MachineObject;
  "session.start": MachineObject;
  /** A small picture of its screen, beside its name. */
  "machine.glance": MachineObject;
  "settings.manage": null;
  "webhooks.manage": null;
  "sessions.list": null;
  /** With the code that the machine's user read out. */
  "sessions.join_by_code": null;
  "support_links.list": null;
  "support_links.create": null;
  "support_link.see": SupportLinkObject;
  /** To go into the session that the person was told this person would come to. */
  "support_link.connect": SupportLinkObject;
  "support_link.cancel": SupportLinkObject;
  "scripts.list": null;
  "scripts.create": null;
  "script.change": AuthoredObject;
  "script_runs.list": null;
  /** And to stop it. */
  "script_run.see": AuthoredObject;
  "machine.run_script": MachineObject & { isElevated: boolean };
  "recordings.list": null;
  "recording.see": SessionObject;
  "recording.remove": SessionObject;
  "session.see": SessionObject;
  "session.join": SessionObject;
  "session.change": SessionObject;
  "session.end": SessionObject;
  /** By one's own ticket in it, which must hold at least one of what is needed. */
  "session.use": SessionObject & { held: ReadonlySet<Permission>; needs: readonly Permission[] };
};

/** `hidden`: the answer is the one for an unknown id. */
export type Verdict = "allowed" | "unauthenticated" | "forbidden" | "hidden";

export function authorize<Action extends keyof Actions>(
  actor: Actor,
  action: Action,
  object: Actions[Action],
): Verdict {
  if (actor.kind === "system") return "allowed";
  if (actor.kind !== "user") return "unauthenticated";
  return RULES[action](actor, object);
}

/** @throws ServiceFailure unless allowed; `what` names the object for people ("machine") */
export function requireAllowed<Action extends keyof Actions>(
  actor: Actor,
  action: Action,
  object: Actions[Action],
  what = "thing",
): void {
  const verdict = authorize(actor, action, object);
  if (verdict === "allowed") return;
  if (verdict === "unauthenticated") throw new ServiceFailure("unauthenticated", "sign in first");
  if (verdict === "hidden") throw notFound(what);
  throw new ServiceFailure("forbidden", "your rights do not reach this far: ask an administrator");
}

type Rule<Subject> = (person: Person, object: Subject) => Verdict;

/** A key that is narrowed to permissions on machines administers nothing. */
export const administers = (person: Pick<Person, "role" | "key">): boolean =>
  person.role === "admin" && !person.key?.permissions;

const anyone: Rule<unknown> = () => "allowed";
const administrators: Rule<unknown> = (person) => (administers(person) ? "allowed" : "forbidden");

/** What a person proves themselves by is changed by the person, never by a key of theirs. */
const oneself: Rule<unknown> = (person) => (person.key ? "forbidden" : "allowed");
const administratorsOneself: Rule<unknown> = (person) => (person.key ? "forbidden" : administrators(person, null));

/** Members of its group see a machine, whatever else they may. */
const sees = (person: Person, groupId: string | null) => permissionsOn(person, groupId).length > 0;

const onMachine = (permission: "view" | "manage" | "wake"): Rule<MachineObject> => {
  return (person, { groupId, quarantinedAt }) => {
    if (quarantinedAt || !sees(person, groupId)) return "hidden";
    return permissionsOn(person, groupId).includes(permission) ? "allowed" : "forbidden";
  };
};

/** One's own sessions, and those of machines that one may see. */
const seesSession: Rule<SessionObject> = (person, { userId, machineGroupId }) =>
  userId === person.id || sees(person, machineGroupId) ? "allowed" : "hidden";

/** One's own, and those of machines whose screen one may see. */
const seesRecording: Rule<SessionObject> = (person, { userId, machineGroupId }) =>
  userId === person.id || permissionsOn(person, machineGroupId).includes("view") ? "allowed" : "hidden";

/** One's own, or those of machines that one manages. */
const managesSession: Rule<SessionObject> = (person, session) => {
  if (session.userId === person.id) return "allowed";
  return onMachine("manage")(person, { groupId: session.machineGroupId });
};

/** Whoever may control a machine of some group: a person's own computer is trusted to nobody with less. */
const mayHelpOthers: Rule<null> = (person) =>
  permissionsAnywhere(person).includes("control") ? "allowed" : "forbidden";

/** The library is for whoever may use it on some machine. */
const mayRunScripts: Rule<unknown> = (person) =>
  permissionsAnywhere(person).includes("scripts") ? "allowed" : "forbidden";

/** The page names who asks: nobody else, an administrator neither, comes in their place. */
const ownsLink: Rule<SupportLinkObject> = (person, { userId }) => (userId === person.id ? "allowed" : "hidden");

const RULES: { [Action in keyof Actions]: Rule<Actions[Action]> } = {
  "account.read": anyone,
  "account.change": oneself,
  "sign_ins.manage": oneself,
  "api_keys.manage": oneself,
  "auth_providers.manage": administratorsOneself,
  "user.remove_second_factor": administratorsOneself,
  "audit.read": administrators,
  "metrics.read": administrators,
  "events.watch": anyone,
  "enrollment_tokens.manage": administrators,
  "users.manage": administrators,
  "invites.manage": administrators,
  "mail.test": administrators,
  "groups.list": anyone,
  "groups.create": administrators,
  "group.see": (person, { groupId }) => (sees(person, groupId) ? "allowed" : "hidden"),
  "group.change": (person, { groupId }) => (sees(person, groupId) ? administrators(person, null) : "hidden"),
  "machines.list": anyone,
  "saved_filters.own": anyone,
  "machines.accept": administrators,
  "machine.see": (person, { groupId, quarantinedAt }) =>
    !quarantinedAt && sees(person, groupId) ? "allowed" : "hidden",
  "machine.change": onMachine("manage"),
  "machine.move": (person, { toGroupId, ...machine }) => {
    const here = onMachine("manage")(person, machine);
    if (here !== "allowed") return here;
    return permissionsOn(person, toGroupId).includes("manage") ? "allowed" : "forbidden";
  },
  "machine.remove": onMachine("manage"),
  "machine.wake": onMachine("wake"),
  "session.start": onMachine("view"),
  "machine.glance": onMachine("view"),
  "settings.manage": administrators,
  "webhooks.manage": administrators,
  "sessions.list": anyone,
  "sessions.join_by_code": anyone,
  "support_links.list": anyone,
  "support_links.create": mayHelpOthers,
  "support_link.see": ownsLink,
  "support_link.connect": (person, link) => {
    const owned = ownsLink(person, link);
    // Also who made it while they might and may no more.
    return owned === "allowed" ? mayHelpOthers(person, null) : owned;
  },
  "support_link.cancel": ownsLink,
  "scripts.list": mayRunScripts,
  "scripts.create": mayRunScripts,
  "script.change": (person, { createdBy }) => {
    const may = mayRunScripts(person, null);
    if (may !== "allowed") return may;
    return administers(person) || createdBy === person.id ? "allowed" : "forbidden";
  },
  "script_runs.list": mayRunScripts,
  "script_run.see": (person, { createdBy }) => (administers(person) || createdBy === person.id ? "allowed" : "hidden"),
  "machine.run_script": (person, { groupId, quarantinedAt, isElevated }) => {
    if (quarantinedAt || !sees(person, groupId)) return "hidden";
    const held = permissionsOn(person, groupId);
    return held.includes("scripts") && (!isElevated || held.includes("elevated")) ? "allowed" : "forbidden";
  },
  "recordings.list": anyone,
  "recording.see": seesRecording,
  // Not by whom it shows.
  "recording.remove": administrators,
  "session.see": seesSession,
  "session.join": (person, session) => {
    if (session.userId === person.id) return "allowed";
    return onMachine("view")(person, { groupId: session.machineGroupId });
  },
  "session.change": managesSession,
  "session.end": managesSession,
  "session.use": (person, session) => {
    if (seesSession(person, session) !== "allowed") return "hidden";
    return session.needs.some((permission) => session.held.has(permission)) ? "allowed" : "forbidden";
  },
};
