/** JSON messages that the relay sends to a viewer: its own, and those of the agent without their `session_id`. */
import { z } from "zod";
import { permissionSchema } from "../permissions.ts";
import { agentMessage } from "./agent-to-relay.ts";
import * as field from "./fields.ts";

const presentViewer = z.object({
  id: z.string(),
  name: z.string(),
  view_only: z.boolean(),
  you: z.boolean().optional(),
});

export const relayNotice = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("session_state"),
    state: z.enum(["waiting_consent", "active", "agent_offline", "ended"]),
    viewers: z.array(presentViewer),
    /** What this viewer may do: the ticket's set. */
    permissions: z.array(permissionSchema),
    machine: z.object({ id: z.string(), name: z.string(), can_wake: z.boolean() }),
    /** With `waiting_consent`: until when the person at the machine may answer. */
    consent_until: z.iso.datetime().optional(),
    /** With `ended`: by whom or why. */
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal("pong"), sent_at: z.number().optional(), server_time: z.iso.datetime() }),
  z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
]);
export type RelayNotice = z.infer<typeof relayNotice>;
export type SessionState = Extract<RelayNotice, { type: "session_state" }>;
export type PresentViewer = z.infer<typeof presentViewer>;

/** Everything in JSON that reaches a viewer. */
export const viewerInbound = z.union([relayNotice, agentMessage]);
export type ViewerInbound = z.infer<typeof viewerInbound>;
export type { DisplayProblem, Monitor } from "./fields.ts";
export const viewerCodecs = z.array(field.codec);
