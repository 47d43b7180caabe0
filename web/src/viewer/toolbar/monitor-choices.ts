/** The machine's monitors as the toolbar's menu names them. */
import { ALL_MONITORS, MAX_FRAMEBUFFER_SIDE } from "../../../../protocol/limits.ts";
import type { Monitor } from "../../../../protocol/messages/fields.ts";

export type MonitorChoice = { value: string; label: string; hint: string };

/** @returns each monitor, and all of them as one where together they fit into a framebuffer */
export function monitorChoices(monitors: readonly Monitor[]): MonitorChoice[] {
  const choices = monitors.map(({ index, name, width, height, primary }) => ({
    value: String(index),
    label: `${index + 1}  ${name}${primary ? " (main)" : ""}`,
    hint: sizeOf(width, height),
  }));
  const width = extentOf(monitors.map((monitor) => [monitor.x, monitor.x + monitor.width]));
  const height = extentOf(monitors.map((monitor) => [monitor.y, monitor.y + monitor.height]));
  if (monitors.length < 2 || Math.max(width, height) > MAX_FRAMEBUFFER_SIDE) return choices;
  return [...choices, { value: String(ALL_MONITORS), label: "All monitors", hint: sizeOf(width, height) }];
}

function extentOf(spans: readonly (readonly [from: number, to: number])[]): number {
  return Math.max(...spans.map(([, to]) => to)) - Math.min(...spans.map(([from]) => from));
}

function sizeOf(width: number, height: number): string {
  return `${width} × ${height}`;
}
