/** What of an event a person is shown: by their present rights, null for nothing. */
import type { LiveEvent } from "../../../protocol/rest/events.ts";
import { type Person, permissionsOn } from "../actor.ts";
import { shapeAuditRow } from "../audit/shape-audit.ts";
import { authorize, type Verdict } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { shapeMachine } from "../machines/shape-machine.ts";
import { shapeRun, shapeRunMachine } from "../script-runs/run-record.ts";
import { shapeSession } from "../sessions/session-record.ts";
import { shapeLink } from "../support/shape-link.ts";
import type { ServiceEvent } from "./live-events.ts";

export function shapeEvent(
  context: Pick<ServiceContext, "live" | "presence" | "now">,
  person: Person,
  event: ServiceEvent,
): LiveEvent | null {
  switch (event.type) {
    case "machine.online":
    case "machine.offline":
    case "machine.updated":
      return shapeMachineEvent(context, person, event);
    case "machine.removed":
      return seesMachinesOf(person, event.groupId) ? { type: event.type, machine_id: event.machineId } : null;
    case "support_link.updated":
      if (authorize(person, "support_link.see", event.link) !== "allowed") return null;
      return { type: event.type, support_link: shapeLink(context, event.link) };
    case "audit.recorded":
      if (authorize(person, "audit.read", null) !== "allowed") return null;
      return { type: event.type, row: shapeAuditRow(event.row) };
    case "waiting_machines.changed":
      return waitingEvent(person);
    case "settings.changed":
      return event;
    case "webhooks.changed":
      if (authorize(person, "webhooks.manage", null) !== "allowed") return null;
      return { type: event.type, webhook_id: event.webhookId };
    case "script_run.updated":
      if (authorize(person, "script_run.see", event.run) !== "allowed") return null;
      return {
        type: event.type,
        run: shapeRun(event.run),
        machine: event.machine && shapeRunMachine(event.machine),
      };
    case "session.started":
    case "session.ended":
      if (authorize(person, "session.see", event.session) !== "allowed") return null;
      return { type: event.type, session: shapeSession(event.session) };
    case "group.changed":
    case "user.changed":
    case "invite.changed":
      return shapeChange(person, event);
    // Told once the person was looked up anew (watch-events.ts).
    case "rights.changed":
      return null;
  }
}

type Change = Extract<ServiceEvent, { type: "group.changed" | "user.changed" | "invite.changed" }>;

/** Of what is asked for anew. */
function shapeChange(person: Person, event: Change): LiveEvent | null {
  const isAllowed = (verdict: Verdict) => verdict === "allowed";
  switch (event.type) {
    case "group.changed":
      return isAllowed(authorize(person, "group.see", event)) ? { type: event.type, group_id: event.groupId } : null;
    case "user.changed":
      return isAllowed(authorize(person, "users.manage", null)) ? { type: event.type, user_id: event.userId } : null;
    case "invite.changed":
      return isAllowed(authorize(person, "invites.manage", null))
        ? { type: event.type, invite_id: event.inviteId }
        : null;
  }
}

function shapeMachineEvent(
  context: Pick<ServiceContext, "live" | "presence">,
  person: Person,
  event: Extract<ServiceEvent, { type: `machine.${"online" | "offline" | "updated"}` }>,
): LiveEvent | null {
  const { machine } = event;
  if (machine.isTemporary) return null;
  if (machine.quarantinedAt) return waitingEvent(person);
  if (seesMachinesOf(person, machine.groupId)) {
    return { type: event.type, machine: shapeMachine(context, machine, permissionsOn(person, machine.groupId)) };
  }
  // It moved out of their sight.
  const couldSee = event.type === "machine.updated" && seesMachinesOf(person, event.previousGroupId);
  return couldSee ? { type: "machine.removed", machine_id: machine.id } : null;
}

function waitingEvent(person: Person): LiveEvent | null {
  return authorize(person, "machines.accept", null) === "allowed" ? { type: "waiting_machines.changed" } : null;
}

function seesMachinesOf(person: Person, groupId: string | null): boolean {
  return authorize(person, "machine.see", { groupId }) === "allowed";
}
