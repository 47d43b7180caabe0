/** Which frame a stream has come to, for the Worker or the display that takes it up in the middle. */
import { frameOf } from "../../protocol/binary/framebuffer-update.ts";
import type { SideSettings, StreamSettings } from "./screen-stream.ts";

/** @returns the settings with which the session's stream would go on; those of side streams are changed in place */
export function noteFrame<Settings extends StreamSettings | null>(
  message: Uint8Array,
  settings: Settings,
  sides: Map<number, SideSettings>,
): Settings {
  const afterFrame = frameOf(message);
  if (afterFrame === null) return settings;
  const stream = streamOf(message);
  if (settings?.stream === stream) return { ...settings, afterFrame };
  const side = sides.get(stream);
  if (side) sides.set(stream, { ...side, afterFrame });
  return settings;
}

/** Every binary message carries its stream in the same place. */
function streamOf(message: Uint8Array): number {
  return ((message[2] ?? 0) << 8) | (message[3] ?? 0);
}
