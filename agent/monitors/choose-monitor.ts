/** Which monitor to show: the one asked for, or the one shown before after a change, or the primary one. */
import type { Monitor } from "../../protocol/messages/fields.ts";

/** @param index as asked for; undefined, or one that does not exist: the primary monitor */
export function chooseMonitor(monitors: readonly Monitor[], index: number | undefined): Monitor {
  const chosen =
    monitors.find((monitor) => monitor.index === index) ?? monitors.find((monitor) => monitor.primary) ?? monitors[0];
  if (!chosen) throw new RangeError("a screen without monitors");
  return chosen;
}

/** After a change of monitors: the same output wherever it stands in the list now. */
export function followMonitor(monitors: readonly Monitor[], before: Monitor): Monitor {
  return monitors.find((monitor) => monitor.name === before.name) ?? chooseMonitor(monitors, undefined);
}
