/**
 * Which monitor to show: the one asked for, or the one shown before after a change, or the primary one. All of them
 * together are shown as one more, whose area is what they cover.
 */
import { ALL_MONITORS, MAX_FRAMEBUFFER_SIDE } from "../../protocol/limits.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";

/** @param index as asked for, also `ALL_MONITORS`; undefined, or one that does not exist: the primary monitor */
export function chooseMonitor(monitors: readonly Monitor[], index: number | undefined): Monitor {
  const chosen =
    (index === ALL_MONITORS ? monitorsAsOne(monitors) : monitors.find((monitor) => monitor.index === index)) ??
    monitors.find((monitor) => monitor.primary) ??
    monitors[0];
  if (!chosen) throw new RangeError("a screen without monitors");
  return chosen;
}

/** After a change of monitors: the same output wherever it stands in the list now, or again all of them. */
export function followMonitor(monitors: readonly Monitor[], before: Monitor): Monitor {
  if (before.index === ALL_MONITORS) return chooseMonitor(monitors, ALL_MONITORS);
  return monitors.find((monitor) => monitor.name === before.name) ?? chooseMonitor(monitors, undefined);
}

/** As people count them: from the left, and from the top where one stands above the other. */
export function inReadingOrder<Placed extends { x: number; y: number }>(monitors: readonly Placed[]): Placed[] {
  return monitors.toSorted((one, other) => one.x - other.x || one.y - other.y);
}

/** @returns null where there is only one, or where together they are larger than a framebuffer may be */
function monitorsAsOne(monitors: readonly Monitor[]): Monitor | null {
  const [first] = monitors;
  if (!first || monitors.length === 1) return null;
  const x = Math.min(...monitors.map((monitor) => monitor.x));
  const y = Math.min(...monitors.map((monitor) => monitor.y));
  const width = Math.max(...monitors.map((monitor) => monitor.x + monitor.width)) - x;
  const height = Math.max(...monitors.map((monitor) => monitor.y + monitor.height)) - y;
  if (width > MAX_FRAMEBUFFER_SIDE || height > MAX_FRAMEBUFFER_SIDE) return null;
  return { index: ALL_MONITORS, name: "all", x, y, width, height, scale: first.scale, primary: false };
}
