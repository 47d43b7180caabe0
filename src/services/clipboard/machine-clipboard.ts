/** The machine's clipboard within a session, where it takes more than a message: pictures, and long text. */
import { z } from "zod";
import { STREAM_REQUEST_PERMISSION, type StreamRequest } from "../../../protocol/messages/stream-request.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { useSession } from "../sessions/held-permissions.ts";
import { type AgentReply, askAgent } from "../streams/ask-agent.ts";
import { readFacts } from "../streams/read-json.ts";
import type { Bytes } from "../streams/stream-broker.ts";

export type ClipboardQuestion = {
  actor: Actor;
  sessionId: string;
  /** Aborts when the asker is gone. */
  signal: AbortSignal;
};
export type ClipboardKind = "text" | "image";
type ClipboardRequest = Extract<StreamRequest, { kind: "clipboard_read" | "clipboard_write" }>;

const readAnswer = z.object({ content: z.enum(["text", "image"]) });
const writeAnswer = z.object({ bytes: z.int().min(0) });

/** `GET /api/sessions/:id/clipboard`. The bytes are to be read to their end, or cancelled. */
export async function readClipboard(
  context: ServiceContext,
  question: ClipboardQuestion,
): Promise<{ kind: ClipboardKind; bytes: Bytes | null }> {
  const { facts, bytes } = await ask(context, question, { kind: "clipboard_read" });
  try {
    return { kind: readFacts(facts, readAnswer).content, bytes };
  } catch (failure) {
    await bytes?.cancel();
    throw failure;
  }
}

/** `PUT /api/sessions/:id/clipboard`. Resolves when it is on the machine's clipboard. */
export async function writeClipboard(
  context: ServiceContext,
  question: ClipboardQuestion,
  { kind, body }: { kind: ClipboardKind; body: Bytes },
): Promise<{ bytes: number }> {
  const { facts } = await ask(context, question, { kind: "clipboard_write", content: kind }, body);
  return readFacts(facts, writeAnswer);
}

async function ask(
  context: ServiceContext,
  { actor, sessionId, signal }: ClipboardQuestion,
  request: ClipboardRequest,
  body?: Bytes,
): Promise<AgentReply> {
  const needs = STREAM_REQUEST_PERMISSION[request.kind];
  const { person, session, permissions, holder } = await useSession(context, actor, sessionId, needs);
  const { machineId } = session;
  const technician = { name: person.name, email: person.email };
  return askAgent(context, { sessionId, machineId, request, body, permissions, technician, holder, signal });
}
