/** A support link as its technician sees it, and the one place that tells its state from what has happened to it. */
import type { SupportLink, SupportLinkState } from "../../../protocol/rest/support.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkRecord } from "./link-record.ts";

type Needs = { live: Pick<ServiceContext["live"], "isMachineOnline">; now(): Date };

export function shapeLink(context: Needs, link: LinkRecord): SupportLink {
  return {
    id: link.id,
    label: link.label,
    state: stateOf(context, link),
    created_at: link.createdAt.toISOString(),
    expires_at: link.expiresAt.toISOString(),
    machine_name: link.machineName,
    session_id: link.sessionId,
  };
}

export function stateOf({ live, now }: Needs, link: LinkRecord): SupportLinkState {
  if (link.revokedAt) return "cancelled";
  if (link.endedAt) return "ended";
  if (link.sessionId) return "connected";
  if (link.machineId && live.isMachineOnline(link.machineId)) return "running";
  // The code is spent, its agent not there yet, or away for a moment.
  if (link.usedAt) return "downloading";
  if (link.expiresAt <= now()) return "expired";
  if (link.downloadedAt) return "downloading";
  return link.openedAt ? "opened" : "waiting";
}
