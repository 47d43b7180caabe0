/** What webhooks are told of an event: few facts that stay what they are, without notes, addresses or secrets. */
import type { WebhookEvent } from "../../../protocol/rest/webhooks.ts";
import type { AuditRow } from "../../db/schema/audit-log.ts";
import type { ServiceEvent } from "../events/live-events.ts";
import type { MachineRecord } from "../machines/machine-record.ts";
import type { RunRecord } from "../script-runs/run-record.ts";
import type { SessionRecord } from "../sessions/session-record.ts";

export type WebhookMessage = { type: WebhookEvent; data: Record<string, unknown> };

/** null: nothing that anybody is told of. */
export function messageOf(event: ServiceEvent): WebhookMessage | null {
  switch (event.type) {
    case "machine.online":
    case "machine.offline":
      // A visit's is in no list, and one that waits to be accepted is as if it were not there.
      if (event.machine.isTemporary || event.machine.quarantinedAt) return null;
      return { type: event.type, data: { machine: machineFacts(event.machine) } };
    case "session.started":
    case "session.ended":
      return { type: event.type, data: { session: sessionFacts(event.session) } };
    case "script_run.updated":
      if (event.machine || !event.run.endedAt) return null;
      return { type: "script_run.ended", data: { script_run: runFacts(event.run) } };
    case "audit.recorded":
      return auditedMessage(event.row);
    default:
      return null;
  }
}

/** What only the log knows by whom. */
function auditedMessage(row: AuditRow): WebhookMessage | null {
  const { action, details } = row;
  if (action === "machine.cloned") return enrolledMessage(row);
  if (action !== "machine.enrolled" && action !== "machine.accepted" && action !== "machine.removed") return null;
  if (details.temporary) return null;
  const machine = { id: row.targetId, name: row.targetName };
  const by = { kind: row.actorKind, id: row.actorId, name: row.actorName };
  if (action === "machine.removed") return { type: action, data: { machine, by } };
  const hostname = details.hostname;
  if (action === "machine.accepted") return { type: action, data: { machine: { ...machine, hostname }, by } };
  return enrolledMessage(row);
}

function enrolledMessage({ targetId, targetName, details }: AuditRow): WebhookMessage {
  const machine = { id: targetId, name: targetName, hostname: details.hostname };
  return { type: "machine.enrolled", data: { machine, waits_for_acceptance: details.quarantined === true } };
}

function machineFacts(machine: MachineRecord) {
  const { id, name, hostname, os, arch, tags, groupId, groupName } = machine;
  const group = groupId && { id: groupId, name: groupName };
  return { id, name, hostname, os, arch, agent_version: machine.agentVersion, group, tags };
}

function sessionFacts(session: SessionRecord) {
  return {
    id: session.id,
    machine: { id: session.machineId, name: session.machineName },
    user: { id: session.userId, name: session.userName },
    view_only: session.viewOnly,
    reason: session.reason,
    started_at: session.startedAt.toISOString(),
    ended_at: session.endedAt?.toISOString() ?? null,
    ended_by: session.endedBy,
  };
}

function runFacts(run: RunRecord) {
  return {
    id: run.id,
    script: { id: run.scriptId, name: run.name },
    by: { id: run.createdBy, name: run.createdByName },
    counts: run.counts,
    created_at: run.createdAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
  };
}
