/** REST shapes of recordings (docs/protocol.md, "Recordings"). */
import { z } from "zod";
import { id, pageQuery, time } from "./shapes.ts";

export const recording = z.object({
  id,
  session_id: id,
  machine_id: id,
  machine_name: z.string(),
  user_name: z.string().nullable(),
  started_at: time,
  /** Null while it is being written. */
  ended_at: time.nullable(),
  size_bytes: z.int(),
});
export type Recording = z.infer<typeof recording>;

/** `GET /api/recordings`: newest first. */
export const recordingQuery = pageQuery.extend({ machine_id: id.optional(), session_id: id.optional() });

export const recordingList = z.object({
  items: z.array(recording),
  next_cursor: z.string().nullable(),
  /** Sessions are recorded now; `RECORDING_DIR` decides. */
  is_on: z.boolean(),
});
export type RecordingList = z.infer<typeof recordingList>;

/** Where each frame lies in the file: what a player needs to fetch any of them by `Range`. */
export const recordingIndex = z.object({
  start_ms: z.number(),
  /** Since `start_ms`, never falling; one per frame. */
  at_ms: z.array(z.number()),
  /** Of the JPEG's first byte in the file. */
  offset: z.array(z.number()),
  bytes: z.array(z.number()),
});
export type RecordingIndex = z.infer<typeof recordingIndex>;
