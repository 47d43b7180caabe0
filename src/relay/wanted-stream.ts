/** What the viewers of a session together need the agent to stream, and whether what it streams already will do. */
import type { Codec } from "../../protocol/messages/fields.ts";
import type { ViewerLink } from "./links.ts";

export type WantedStream = { codecs: readonly Codec[]; maxFps: number; canScale: boolean; wholeFrameFps: number };

/**
 * @param watching viewers that want pictures; at least one
 * @param recorder takes whole frames beside them, at its own rate; null: it is not recorded
 */
export function wantedStream(
  watching: readonly ViewerLink[],
  recorder: ViewerLink | null,
  plainViewerFps: number,
): WantedStream {
  const wanting = recorder ? [...watching, recorder] : watching;
  const isAnyPlain = watching.some(({ wants }) => !wants.codecs.includes("tiles"));
  const plainFps = Math.min(plainViewerFps, Math.max(...watching.map(({ wants }) => wants.maxFps)));
  return {
    wholeFrameFps: isAnyPlain ? Math.max(plainFps, recorder?.wants.maxFps ?? 0) : (recorder?.wants.maxFps ?? plainFps),
    codecs: neededCodecs(wanting),
    canScale: wanting.every(({ wants }) => wants.codecs.includes("scaled") || !wants.codecs.includes("tiles")),
    maxFps: Math.max(...watching.map(({ wants }) => wants.maxFps)),
  };
}

export function serves(running: WantedStream, wanted: WantedStream): boolean {
  return (
    running.codecs.join() === wanted.codecs.join() &&
    wanted.maxFps <= running.maxFps &&
    wanted.wholeFrameFps <= running.wholeFrameFps &&
    (wanted.canScale || !running.canScale)
  );
}

/** As the agent is told to start it; session, stream and what the viewers chose are added by whoever sends it. */
export function startCommand({ codecs, maxFps, canScale, wholeFrameFps }: WantedStream, asker: ViewerLink) {
  return {
    type: "start_stream" as const,
    codecs: [...codecs],
    max_fps: maxFps,
    jpeg_fps: wholeFrameFps,
    scaled: canScale,
    technician: { name: asker.name, email: asker.email },
    permissions: [...asker.permissions],
  };
}

/** Who is there, as the agent is told. */
export function presentViewers(viewers: Iterable<ViewerLink>) {
  return Array.from(viewers, ({ id, name, email, permissions }) => ({
    id,
    name,
    email,
    permissions: [...permissions],
  }));
}

/** A viewer that can show tiles needs nothing else. */
function neededCodecs(viewers: readonly ViewerLink[]): Codec[] {
  const needed = new Set(viewers.map(({ wants }): Codec => (wants.codecs.includes("tiles") ? "tiles" : "jpeg")));
  return (["tiles", "jpeg"] as const).filter((codec) => needed.has(codec));
}
