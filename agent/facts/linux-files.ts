/** What Linux tells of a machine in files: read, never asked of a program. Parsers take the text, so that tests need no machine. */
import { MAX_DISKS, MAX_DISPLAYS, MAX_NAME_LENGTH } from "../../protocol/limits.ts";

export type Disk = { mount: string; size_bytes: number; free_bytes: number };
export type Battery = { percent: number; is_charging: boolean };
export type DisplayFact = { name: string; width: number; height: number };

/** Bytes in use: what is neither free nor given back on demand. */
export function memoryUsed(meminfo: string): number | undefined {
  const total = kilobytes(meminfo, "MemTotal");
  const available = kilobytes(meminfo, "MemAvailable");
  return total === undefined || available === undefined ? undefined : Math.max(0, total - available) * 1024;
}

function kilobytes(meminfo: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Places of disks that stand in the machine: a network's that does not answer would hold up whoever asks for its size. */
export function localMounts(mounts: string): string[] {
  const seen = new Set<string>();
  const places: string[] = [];
  for (const line of mounts.split("\n")) {
    const [device = "", place = "", type = ""] = line.split(" ");
    const isDisk = (device.startsWith("/dev/") && !device.startsWith("/dev/loop")) || type === "zfs";
    const isRoot = place === "/" && type === "overlay";
    if (!(isDisk || isRoot) || seen.has(device)) continue;
    seen.add(device);
    places.push(readable(place));
  }
  return places.slice(0, MAX_DISKS);
}

/** Blanks and the like are written as \040. */
function readable(place: string): string {
  return place.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Of one connector of a graphics card: its name, and the first of its modes, which is the one it prefers. */
export function displayOf(connector: string, status: string, modes: string): DisplayFact | null {
  if (status.trim() !== "connected") return null;
  const [, width, height] = /^(\d{2,5})x(\d{2,5})/m.exec(modes) ?? [];
  if (!width || !height) return null;
  const name = connector.replace(/^card\d+-/, "").slice(0, MAX_NAME_LENGTH);
  return { name, width: Number(width), height: Number(height) };
}

export function firstDisplays(displays: readonly (DisplayFact | null)[]): DisplayFact[] {
  return displays.filter((display) => display !== null).slice(0, MAX_DISPLAYS);
}

export function batteryOf(capacity: string, status: string): Battery | undefined {
  const percent = Number.parseInt(capacity, 10);
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) return undefined;
  return { percent, is_charging: /^(charging|full)$/i.test(status.trim()) };
}

/** What changes all the time is told in steps: a list of machines is not to flicker, nor the network to be busy with it. */
export function inSteps(bytes: number, total: number): number {
  const step = Math.max(1, Math.round(total / 100));
  return Math.min(total, Math.round(bytes / step) * step);
}
