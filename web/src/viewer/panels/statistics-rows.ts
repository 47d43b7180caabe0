/** Statistics in words. What is not known yet is a dash, never a zero. */
import { ALL_MONITORS } from "../../../../protocol/limits.ts";
import { presentDelayMs } from "../toolbar/delay-level.ts";
import type { ViewerSnapshot, ViewerStatistics } from "../viewer-model.ts";

const UNKNOWN = "–";
const CODECS = { tiles: "Tiles", jpeg: "JPEG" } as const;

export type StatisticsRow = { name: string; value: string };

export function statisticsRows(
  statistics: ViewerStatistics,
  snapshot: Pick<ViewerSnapshot, "framebuffer" | "monitors" | "monitor">,
): StatisticsRow[] {
  const { framebuffer, monitors, monitor } = snapshot;
  return [
    { name: "Frames", value: `${Math.round(statistics.framesPerSecond)} /s` },
    { name: "Round trip", value: milliseconds(statistics.roundTripMs) },
    { name: "Delay", value: milliseconds(presentDelayMs(statistics)) },
    { name: "Decoding", value: milliseconds(statistics.decodeMs) },
    { name: "Bitrate", value: bitrate(statistics.bitsPerSecond) },
    { name: "Codec", value: statistics.codec ? CODECS[statistics.codec] : UNKNOWN },
    { name: "Size", value: framebuffer ? `${framebuffer.width} × ${framebuffer.height}` : UNKNOWN },
    { name: "Monitor", value: monitorName(monitors, monitor) },
  ];
}

function monitorName(monitors: ViewerSnapshot["monitors"], shown: number | null): string {
  if (shown === ALL_MONITORS) return "All";
  return monitors.find(({ index }) => index === shown)?.name || UNKNOWN;
}

function milliseconds(value: number | null): string {
  if (value === null) return UNKNOWN;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** Links are sold by powers of ten. */
export function bitrate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 1e6) return `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
  return `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
}
