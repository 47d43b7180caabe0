/** JSON messages that the relay sends to an agent: its own, and those of viewers, each with the session it belongs to. */
import { z } from "zod";
import { MAX_CONSENT_TEXT_LENGTH, MAX_MAC_ADDRESSES, MAX_REASON_LENGTH, MAX_VIEWERS } from "../limits.ts";
import { permissionSchema } from "../permissions.ts";
import { macAddress } from "../rest/agent.ts";
import * as field from "./fields.ts";
import { streamRequest } from "./stream-request.ts";
import type { RelayOwnMessageType, viewerMessage } from "./viewer-to-relay.ts";

const forSession = { session_id: field.sessionId };
const cell = z.tuple([z.int().min(0).max(255), z.int().min(0).max(255)]);

/** Messages of the relay itself. */
export const relayCommand = z.discriminatedUnion("type", [
  z.object({ type: z.literal("pong"), server_time: z.iso.datetime() }),
  /** A person asked for this machine's update: the next heartbeat is to be now. */
  z.object({ type: z.literal("check_update") }),
  /**
   * The first viewer came, or what viewers can decode has changed: pictures begin anew with a keyframe and `frame` 1.
   * An agent of the plain protocol ignores all fields.
   */
  z.object({
    type: z.literal("start_stream"),
    ...forSession,
    /** Names this start in binary messages. */
    stream: z.int().min(0).max(0xffff),
    /** Everything the present viewers need: both means tiles for some and whole frames for others. */
    codecs: z.array(field.codec),
    max_fps: z.number().min(1).max(120),
    /** Whole frames a second, at most; they are sent only on change. */
    jpeg_fps: z.number().min(0.1).max(60),
    /** Absent: the primary monitor, or the one the session showed last. */
    monitor: z.int().min(0).max(255).optional(),
    quality: field.quality.optional(),
    /** Every viewer of tiles also takes rects of encoding `scaled`. */
    scaled: z.boolean().optional(),
    /** Who asks, for the consent dialog and the indicator. */
    technician: z.object({ name: field.shortName, email: field.shortName }).optional(),
    permissions: z.array(permissionSchema).optional(),
    /** Why, in the technician's words. */
    reason: z.string().max(MAX_REASON_LENGTH).optional(),
    /** What the installation asks people to agree to, in its own words; lines may break. */
    consent_text: z.string().max(MAX_CONSENT_TEXT_LENGTH).optional(),
    /** The pictures are written into a recording on the server: the person at the machine is to know. */
    recorded: z.boolean().optional(),
  }),
  /**
   * A further stream of tiles of the same session, for viewers on a slow link: acknowledged and refreshed by its own number.
   * Only for agents that said how many they can make; `stop_stream` ends these, too.
   */
  z.object({
    type: z.literal("start_side_stream"),
    ...forSession,
    stream: z.int().min(0).max(0xffff),
    max_fps: z.number().min(1).max(120),
    scaled: z.boolean().optional(),
    /** What is known of the link already. */
    round_trip_ms: z.number().min(0).max(60_000).optional(),
    bytes_per_s: z.number().min(0).optional(),
  }),
  z.object({ type: z.literal("stop_side_stream"), ...forSession, stream: z.int().min(0).max(0xffff) }),
  z.object({ type: z.literal("stop_stream"), ...forSession }),
  z.object({ type: z.literal("session_ended"), ...forSession, reason: z.string().max(200).optional() }),
  /** Cells the relay has no whole version of: they are to be sent whole, or `all` of them. */
  z.object({
    type: z.literal("refresh_cells"),
    ...forSession,
    /** Of which stream; absent: the session's own. */
    stream: z.int().min(0).max(0xffff).optional(),
    cells: z.union([z.literal("all"), z.array(cell)]),
  }),
  /** The fastest viewer shows this frame. Frames up to it have left the network. */
  z.object({
    type: z.literal("frame_ack"),
    ...forSession,
    stream: z.int().min(0).max(0xffff),
    frame: z.int().min(0).max(0xffff_ffff),
    decode_ms: z.number().min(0).max(60_000).optional(),
  }),
  /** Who is in the session now: after each start, and whenever it changes. */
  z.object({
    type: z.literal("session_viewers"),
    ...forSession,
    viewers: z
      .array(
        z.object({
          id: field.viewerId,
          name: field.shortName,
          email: field.shortName,
          permissions: z.array(permissionSchema),
        }),
      )
      .max(MAX_VIEWERS),
  }),
  /** A viewer went: whatever it held down comes up. */
  z.object({ type: z.literal("viewer_left"), ...forSession, viewer_id: field.viewerId }),
  /** Machines of the agent's subnet are to be woken: magic packets for these addresses (wake-on-lan.ts). */
  z.object({ type: z.literal("wake_peer"), mac_addresses: z.array(macAddress).min(1).max(MAX_MAC_ADDRESSES) }),
  /** Answered over HTTP at `/api/agent/streams/:stream_id`, not here. */
  z.object({
    type: z.literal("open_stream"),
    ...forSession,
    stream_id: z.string().regex(/^[\w-]{20,100}$/),
    request: streamRequest,
    /** Whoever asked may do this: the agent checks it again. */
    permissions: z.array(permissionSchema),
    technician: z.object({ name: field.shortName, email: field.shortName }).optional(),
  }),
  z.object({ type: z.literal("error"), code: z.string().max(64), message: z.string().max(1_000) }),
]);
export type RelayCommand = z.infer<typeof relayCommand>;

/** Added to a viewer's message when it is forwarded. */
export const forwardedEnvelope = z.object({
  ...forSession,
  viewer_id: field.viewerId,
  /** With `chat_message`: whose it is. */
  from: field.chatAuthor.optional(),
  /** What this viewer may do: the agent checks it again. */
  permissions: z.array(permissionSchema),
  /** Milliseconds of the relay's monotonic clock: an agent drops input that was on its way too long (message-age.ts). */
  relayed_at: z.number().optional(),
});
export type ForwardedEnvelope = z.infer<typeof forwardedEnvelope>;

/** A viewer's message as the agent receives it. Streaming and acknowledging are the relay's own and never forwarded. */
export type ForwardedMessage = Exclude<z.infer<typeof viewerMessage>, { type: RelayOwnMessageType }> &
  ForwardedEnvelope;
