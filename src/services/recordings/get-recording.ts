/** `GET /api/recordings/:id`. */
import type { Recording } from "../../../protocol/rest/recordings.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findRecording, shapeRecording } from "./recording-record.ts";

export async function getRecording(context: ServiceContext, actor: Actor, id: string): Promise<Recording> {
  requireAllowed(actor, "recordings.list", null);
  const record = await findRecording(context.db, id);
  requireAllowed(actor, "recording.see", record, "recording");
  return shapeRecording(record);
}
