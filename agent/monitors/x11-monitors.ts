/** The monitors of an X display: RANDR's list, or the whole screen where there is none; scale from the Xft resources. */
import { MAX_MONITORS } from "../../protocol/limits.ts";
import type { Monitor } from "../../protocol/messages/fields.ts";
import { getProperty } from "../x11/atoms.ts";
import type { XConnection } from "../x11/connection.ts";
import type { Randr } from "../x11/randr.ts";
import { getRootSize } from "../x11/screen.ts";
import { inReadingOrder } from "./choose-monitor.ts";

/** Predefined atom: X resources of the desktop, as `xrdb` and desktop environments set them. */
const RESOURCE_MANAGER = 23;
const MAX_RESOURCES_BYTES = 64 * 1024;
const DPI_AT_SCALE_1 = 96;

/** @returns at least one monitor, with exactly one of them primary */
export async function listX11Monitors(connection: XConnection, randr: Randr | null): Promise<Monitor[]> {
  const [root, listed, scale] = await Promise.all([
    getRootSize(connection),
    randr?.getMonitors() ?? [],
    readScale(connection),
  ]);
  // A monitor may reach over the root window's edge for a moment while the resolution changes.
  const inside = listed.filter(
    ({ x, y, width, height }) =>
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= root.width && y + height <= root.height,
  );
  const monitors =
    inside.length > 0 ? inReadingOrder(inside) : [{ name: "screen", isPrimary: true, x: 0, y: 0, ...root }];
  const primary = Math.max(
    0,
    monitors.findIndex((monitor) => monitor.isPrimary),
  );
  return monitors.slice(0, MAX_MONITORS).map(({ name, x, y, width, height }, index) => {
    return { index, name, x, y, width, height, scale, primary: index === primary };
  });
}

/** X11 has one scale for all monitors: Xft.dpi over 96. */
async function readScale(connection: XConnection): Promise<number> {
  const { root } = connection.setup.screen;
  const { value } = await getProperty(connection, root, RESOURCE_MANAGER, MAX_RESOURCES_BYTES);
  const dpi = Number(/^Xft\.dpi:\s*(\d+(?:\.\d+)?)/m.exec(value.toString("latin1"))?.[1] ?? DPI_AT_SCALE_1);
  return Math.min(8, Math.max(0.25, dpi / DPI_AT_SCALE_1));
}
