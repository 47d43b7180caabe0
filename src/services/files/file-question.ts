/** A request about a machine's files: by whom, in which session, with what permission; on record before it reaches the machine. */

import type { AuditAction } from "../../../protocol/audit-actions.ts";
import { STREAM_REQUEST_PERMISSION, type StreamRequest } from "../../../protocol/messages/stream-request.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { type SessionInUse, useSession } from "../sessions/held-permissions.ts";
import { type AgentReply, askAgent } from "../streams/ask-agent.ts";
import type { Bytes } from "../streams/stream-broker.ts";

export type FileQuestion = {
  actor: Actor;
  sessionId: string;
  /** Aborts when the asker is gone. */
  signal: AbortSignal;
};

export type Asking = {
  request: StreamRequest;
  body?: Bytes;
  /** What the audit log says of it; absent for what only looks. */
  record?: { action: AuditAction; details: Record<string, unknown> };
};

/** @throws ServiceFailure; where the record cannot be written nothing is done */
export async function askAboutFiles(
  context: ServiceContext,
  { actor, sessionId, signal }: FileQuestion,
  { request, body, record }: Asking,
): Promise<AgentReply> {
  const needs = STREAM_REQUEST_PERMISSION[request.kind];
  const used = await useSession(context, actor, sessionId, needs);
  if (record)
    await writeRecord(context, actor, used, { ...record, isElevated: "elevated" in request && request.elevated });
  const { machineId } = used.session;
  const { permissions, holder } = used;
  const { name, email } = used.person;
  const technician = { name, email };
  return askAgent(context, { sessionId, machineId, request, body, permissions, technician, holder, signal });
}

async function writeRecord(
  { db, now }: ServiceContext,
  actor: Actor,
  { session }: SessionInUse,
  { action, details, isElevated }: { action: AuditAction; details: Record<string, unknown>; isElevated: boolean },
): Promise<void> {
  const target = { kind: "machine", id: session.machineId, name: session.machineName };
  const facts = { session_id: session.id, ...details, ...(isElevated && { elevated: true }) };
  await db.transaction((tx) => recordAudit(tx, actor, { action, target, details: facts }, now()));
}
