/** The update that a heartbeat's answer offers, signed with the key that the agent pinned when it was enrolled. */
import { sign } from "node:crypto";
import { type AgentUpdate, platformOf, signedText } from "../../../protocol/agent-update.ts";
import { isOutdated } from "../../../protocol/agent-version.ts";
import type { HeartbeatRequest } from "../../../protocol/rest/agent.ts";
import type { ServiceContext } from "../context.ts";
import type { MachineRecord } from "../machines/machine-record.ts";
import type { AgentRelease } from "./agent-releases.ts";

/** A signature that was caught on the way, or a version that proved bad, is of no use for long. */
const OFFER_TTL_MS = 24 * 60 * 60_000;

type Context = Pick<ServiceContext, "agentReleases" | "agentRollOut" | "keys" | "now" | "serverSettings">;

/** @param origin where this server is reached. null: the agent is as new as it gets, or it is to stay as it is */
export async function offerUpdate(
  context: Context,
  machine: Pick<MachineRecord, "id" | "os" | "arch" | "quarantinedAt" | "isTemporary" | "updateAskedAt">,
  told: HeartbeatRequest,
  origin: string,
): Promise<AgentUpdate | null> {
  if (machine.quarantinedAt || machine.isTemporary) return null;
  const askedAt = machine.updateAskedAt;
  if (!askedAt && context.serverSettings.current().agent_updates !== "automatic") return null;
  const release = await context.agentReleases.find(platformOf(told.os ?? machine.os, told.arch ?? machine.arch));
  if (!release || !isOutdated(told.agent_version, release.version)) {
    context.agentRollOut.done(machine.id);
    return null;
  }
  // Who asked does not wait for a turn.
  if (!askedAt && !context.agentRollOut.admit(machine.id, context.now().getTime())) return null;
  const { name, ...described } = release;
  return {
    ...described,
    ...signRelease(context, release),
    url: `${origin}/downloads/${name}`,
    ...(askedAt && { asked_at: askedAt.toISOString() }),
  };
}

/** Ed25519 over `signedText`, base64, and until when it counts. */
export function signRelease(
  { keys, now }: Pick<ServiceContext, "keys" | "now">,
  release: AgentRelease,
): { expires_at: string; signature: string } {
  const expires_at = new Date(now().getTime() + OFFER_TTL_MS).toISOString();
  const text = signedText({ ...release, expires_at });
  return { expires_at, signature: sign(null, text, keys.updateSigningKey).toString("base64") };
}
