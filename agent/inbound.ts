/**
 * What the relay may say to an agent, as one checked type. A message of the plain protocol (no session, no viewer, no
 * permissions named) is brought into the full form first, so that everything behind this door knows one form only.
 */
import { z } from "zod";
import { MAX_MESSAGE_BYTES } from "../protocol/limits.ts";
import {
  type ForwardedMessage,
  forwardedEnvelope,
  type RelayCommand,
  relayCommand,
} from "../protocol/messages/relay-to-agent.ts";
import {
  neededPermissions,
  RELAY_OWN_MESSAGES,
  VIEWER_MESSAGE_PERMISSION,
  viewerMessage,
} from "../protocol/messages/viewer-to-relay.ts";
import { PERMISSIONS, type Permission } from "../protocol/permissions.ts";

/** The one session of a relay that names none. */
export const PLAIN_SESSION_ID = "00000000-0000-0000-0000-000000000000";

/**
 * A relay that names no permissions enforces them itself, as the plain protocol has it; this is the most it is believed.
 * To doubt it would protect nobody: it could name whatever it liked. The machine's own policy narrows it all the same.
 */
export const PLAIN_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  (one) => one !== "elevated" && one !== "manage",
);

/** `start_stream` of the plain protocol: whole JPEG frames, no acknowledgements, at a rate a plain viewer can take. */
const PLAIN_START = { stream: 0, codecs: ["jpeg"], max_fps: 15, jpeg_fps: 15 };

export type Inbound =
  | { kind: "command"; message: RelayCommand }
  | { kind: "forwarded"; message: ForwardedMessage; needs: readonly Permission[] }
  | { kind: "invalid"; code: "invalid_message" | "unknown_type"; detail: string; sessionId?: string };

const COMMAND_TYPES: ReadonlySet<string> = new Set(relayCommand.options.map((option) => option.shape.type.value));
/** Viewer messages that are the relay's own and never forwarded (`ForwardedMessage`). */
const NEVER_FORWARDED: ReadonlySet<string> = new Set(RELAY_OWN_MESSAGES);
const KNOWN_PERMISSIONS: ReadonlySet<unknown> = new Set(PERMISSIONS);

const envelope = z.looseObject({ type: z.string().max(64), session_id: z.string().optional() });
const forwarded = z.intersection(viewerMessage, forwardedEnvelope);

export function readInbound(text: string): Inbound {
  if (text.length > MAX_MESSAGE_BYTES) return invalid(`message of ${text.length} characters is too long`);
  const json = parseJson(text);
  const head = envelope.safeParse(json);
  if (!head.success) return invalid("not a JSON object with a type");
  const { type, session_id } = head.data;
  const message = inFullForm(head.data);
  if (COMMAND_TYPES.has(type)) {
    const command = relayCommand.safeParse(message);
    if (!command.success) return invalid(`${type}: ${z.prettifyError(command.error)}`, session_id);
    return { kind: "command", message: command.data };
  }
  if (!isForwardedType(type)) {
    return { kind: "invalid", code: "unknown_type", detail: `unknown message type "${type}"`, sessionId: session_id };
  }
  const result = forwarded.safeParse(message);
  if (!result.success) return invalid(`${type}: ${z.prettifyError(result.error)}`, session_id);
  return { kind: "forwarded", message: asForwarded(result.data), needs: neededPermissions(result.data) };
}

function inFullForm(message: z.infer<typeof envelope>): Record<string, unknown> {
  const full: Record<string, unknown> = { session_id: PLAIN_SESSION_ID, viewer_id: "", ...message };
  if (message.type === "start_stream" && message.session_id === undefined) {
    return { ...full, ...PLAIN_START, permissions: undefined };
  }
  // A newer server may know permissions that this agent does not: they cannot matter to it.
  if (Array.isArray(full.permissions)) full.permissions = full.permissions.filter((one) => KNOWN_PERMISSIONS.has(one));
  else if (!COMMAND_TYPES.has(message.type)) full.permissions = PLAIN_PERMISSIONS;
  return full;
}

function isForwardedType(type: string): type is keyof typeof VIEWER_MESSAGE_PERMISSION {
  return Object.hasOwn(VIEWER_MESSAGE_PERMISSION, type) && !NEVER_FORWARDED.has(type);
}

/** Holds because `COMMAND_TYPES` and `NEVER_FORWARDED` were taken out before. */
function asForwarded(message: z.infer<typeof forwarded>): ForwardedMessage {
  return message as ForwardedMessage;
}

function invalid(detail: string, sessionId?: string): Inbound {
  return { kind: "invalid", code: "invalid_message", detail: detail.slice(0, 500), sessionId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
