/** The monitors as node-screenshots lists them. */
import type { Monitor as NativeMonitor } from "node-screenshots";
import { MAX_MONITORS } from "../../protocol/limits.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";

/** @returns in the order of `natives`, with exactly one of them primary */
export function describeMonitors(natives: readonly NativeMonitor[]): Monitor[] {
  const primary = Math.max(
    0,
    natives.findIndex((monitor) => monitor.isPrimary()),
  );
  return natives.slice(0, MAX_MONITORS).map((monitor, index) => ({
    index,
    name: monitor.name() || `monitor ${index + 1}`,
    x: monitor.x(),
    y: monitor.y(),
    width: monitor.width(),
    height: monitor.height(),
    scale: Math.min(8, Math.max(0.25, monitor.scaleFactor())),
    primary: index === primary,
  }));
}
