/** `GET /api/machines/:id/thumbnail`: a small picture of its screen, for who may see that screen; null where there is none. */
import { MAX_THUMBNAIL_BYTES, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH } from "../../../protocol/limits.ts";
import { type Actor, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { findMachine } from "../machines/find-machine.ts";
import { askAgent } from "../streams/ask-agent.ts";
import type { Bytes } from "../streams/stream-broker.ts";
import { jpegSize } from "./jpeg-size.ts";
import type { Thumbnail } from "./thumbnails.ts";

/** Only so many are taken at once: none holds its place for longer than a picture of this size takes on a bad link. */
const TAKEN_WITHIN_MS = 15_000;

export async function getThumbnail(context: ServiceContext, actor: Actor, id: string): Promise<Thumbnail> {
  requireAllowed(actor, "machines.list", null);
  const machine = await findMachine(context.db, id);
  requireAllowed(actor, "machine.see", machine, "machine");
  requireAllowed(actor, "machine.glance", machine, "machine");
  if (!context.serverSettings.current().thumbnails || !context.live.isMachineOnline(id)) return null;
  const { name, email } = personOf(actor);
  return context.thumbnails.of(id, () => take(context, id, { name, email }));
}

/** Attended machines answer no: nobody is there to be asked for a glance. */
async function take(
  context: ServiceContext,
  machineId: string,
  technician: { name: string; email: string },
): Promise<Thumbnail> {
  try {
    const { bytes } = await askAgent(context, {
      // Of no session: the agent needs none, and the relay finds none of that name.
      sessionId: crypto.randomUUID(),
      machineId,
      request: { kind: "thumbnail" },
      permissions: new Set(["view"]),
      technician,
      signal: AbortSignal.timeout(TAKEN_WITHIN_MS),
    });
    return bytes && (await readSmallJpeg(bytes));
  } catch (failure) {
    // Away, attended, switched off there, an older agent: there is no picture, and nothing to do about it.
    if (failure instanceof ServiceFailure) return null;
    throw failure;
  }
}

/** What an agent sends is hostile: what is longer or larger than a thumbnail, or no JPEG, is none. */
async function readSmallJpeg(bytes: Bytes): Promise<Thumbnail> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    // Left early, the stream is cancelled, and the agent told.
    for await (const part of bytes) {
      length += part.length;
      if (length > MAX_THUMBNAIL_BYTES) return null;
      parts.push(part);
    }
  } catch {
    // Broken off: the next look may find one.
    return null;
  }
  const picture = Uint8Array.from(Buffer.concat(parts));
  const size = jpegSize(picture);
  return size && size.width <= THUMBNAIL_WIDTH && size.height <= THUMBNAIL_HEIGHT ? picture : null;
}
