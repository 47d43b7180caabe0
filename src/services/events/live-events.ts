/** What just happened, to whoever watches in this process; the newest are kept for a watcher that comes back. */
import type { Branding } from "../../../protocol/rest/server-settings.ts";
import type { AuditRow } from "../../db/schema/audit-log.ts";
import type { MachineRecord } from "../machines/machine-record.ts";
import type { RunMachineRecord, RunRecord } from "../script-runs/run-record.ts";
import type { SessionRecord } from "../sessions/session-record.ts";
import type { LinkRecord } from "../support/link-record.ts";

/** What services publish. What a watcher is shown of it depends on who watches. */
export type ServiceEvent =
  | { type: "machine.online" | "machine.offline"; machine: MachineRecord }
  | { type: "machine.updated"; machine: MachineRecord; previousGroupId: string | null }
  | { type: "machine.removed"; machineId: string; groupId: string | null }
  | { type: "support_link.updated"; link: LinkRecord }
  | { type: "audit.recorded"; row: AuditRow }
  | { type: "waiting_machines.changed" }
  | { type: "settings.changed"; branding: Branding }
  | { type: "webhooks.changed"; webhookId: string }
  /** `machine`: whose result is new; null: the run itself began or ended. */
  | { type: "script_run.updated"; run: RunRecord; machine: RunMachineRecord | null }
  | { type: "session.started" | "session.ended"; session: SessionRecord }
  | { type: "group.changed"; groupId: string }
  | { type: "user.changed"; userId: string }
  | { type: "invite.changed"; inviteId: string }
  /** Of these people: whoever watches for one of them looks them up anew. */
  | { type: "rights.changed"; userIds: readonly string[] };

export type NumberedEvent = { id: string; event: ServiceEvent };

/** Half a minute of a busy installation: longer absences reload their lists. */
const KEPT_EVENTS = 500;

export type LiveEvents = {
  publish(event: ServiceEvent): void;
  /** The returned function ends it. */
  subscribe(receive: (numbered: NumberedEvent) => void): () => void;
  /** What came after the event of that id; null when it is not known any more. */
  since(lastId: string): readonly NumberedEvent[] | null;
};

export function createLiveEvents(): LiveEvents {
  // Ids of another process, or of this one before a restart, are never taken for ours.
  const source = crypto.randomUUID().slice(0, 8);
  const receivers = new Set<(numbered: NumberedEvent) => void>();
  const kept: NumberedEvent[] = [];
  let count = 0;
  return {
    publish(event) {
      const numbered = { id: `${source}-${++count}`, event };
      kept.push(numbered);
      if (kept.length > KEPT_EVENTS) kept.shift();
      for (const receive of receivers) receive(numbered);
    },
    subscribe(receive) {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
    since(lastId) {
      const at = kept.findIndex(({ id }) => id === lastId);
      return at < 0 ? null : kept.slice(at + 1);
    },
  };
}
