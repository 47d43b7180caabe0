/** JSON messages that the relay sends to a viewer: its own, and those of the agent without their `session_id`. */
import { z } from "zod";
import { permissionSchema } from "../permissions.ts";
import { agentMessage } from "./agent-to-relay.ts";
import * as field from "./fields.ts";

const chatLine = z.object({
  id: z.string(),
  text: z.string(),
  from: field.chatAuthor,
  sent_at: z.iso.datetime(),
  /** What became of a technician's message; absent: nothing is known yet. */
  receipt: z.object({ state: z.enum(["shown", "unseen", "failed"]), message: z.string().optional() }).optional(),
});
/** One message of a session's chat. */
export type ChatLine = z.infer<typeof chatLine>;

const presentViewer = z.object({
  id: z.string(),
  name: z.string(),
  view_only: z.boolean(),
  /** Its ticket lets it control the machine. */
  may_control: z.boolean().optional(),
  /** It sees the machine by a stream of its own, made for a slow link. */
  slow_link: z.boolean().optional(),
  you: z.boolean().optional(),
});

export const relayNotice = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("session_state"),
    state: z.enum(["waiting_consent", "active", "agent_offline", "ended"]),
    viewers: z.array(presentViewer),
    /** What this viewer may do: the ticket's set, as far as the machine and the person at it allow it. */
    permissions: z.array(permissionSchema),
    machine: z.object({
      id: z.string(),
      name: z.string(),
      can_wake: z.boolean(),
      /** How its files are reached, as its agent that is connected can; left out: over HTTP. */
      files: z.enum(["http", "messages"]).optional(),
    }),
    /** The viewer who controls the machine alone; null: everybody who may. */
    controller: z.string().nullable().optional(),
    /** This viewer may take control from whoever has it: an administrator, or the person who started the session. */
    may_take_over: z.boolean().optional(),
    /** What is shown is written into a recording. */
    recorded: z.boolean().optional(),
    /** With `waiting_consent`: until when the person at the machine may answer. */
    consent_until: z.iso.datetime().optional(),
    /** With `ended`: by whom or why. */
    reason: z.string().optional(),
  }),
  /** Where somebody else points, at most every 40 ms; without a place: nowhere any more. */
  z.object({
    type: z.literal("viewer_pointer"),
    viewer_id: z.string(),
    x: z.number().optional(),
    y: z.number().optional(),
  }),
  /** To the one who controls the machine alone: somebody asks for it. Answered by `give_control` or `decline_control`. */
  z.object({ type: z.literal("control_asked"), viewer_id: z.string(), name: z.string() }),
  /** To the one who asked. */
  z.object({ type: z.literal("control_declined"), name: z.string() }),
  /** What was said before this viewer came, oldest first. */
  z.object({ type: z.literal("chat_history"), messages: z.array(chatLine) }),
  /** This `file_upload_chunk`, and all before it, are on their way to a machine whose link has room for more. */
  z.object({ type: z.literal("file_upload_taken"), seq: z.number() }),
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
