/**
 * node-screenshots, loaded anew when its display went: on Linux the library keeps its one connection to the X server for
 * ever, and a dead one too. A copy under another name is another library to the system's loader, with a connection of its own.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Monitor } from "node-screenshots";
import { nativeEnvironment, setNativeEnvironment } from "./environment.ts";

export type Screenshots = { Monitor: { all(): Monitor[] } };

/**
 * A library that is connected to this display. Each copy costs 2–3 MB that are never given back, so one is made only when
 * the X server, or the display, is another than at the last load in this process (Workers share what is loaded).
 * @param authority path of the Xauthority file; null: none is needed
 * @throws Error where the library does not load, or finds no screen
 */
export async function loadScreenshots(display: string, authority: string | null): Promise<Screenshots> {
  const path = process.platform === "linux" ? loadedPath() : null;
  const isSameDisplay = nativeEnvironment("DISPLAY") === display;
  setNativeEnvironment("DISPLAY", display);
  if (authority) setNativeEnvironment("XAUTHORITY", authority);
  const screenshots: Screenshots = await import("node-screenshots");
  if (!path || (isSameDisplay && isConnected(screenshots))) return screenshots;
  return loadCopy(path);
}

/** Whether the X server that it connected to is still there. */
export function isConnected(screenshots: Screenshots): boolean {
  try {
    return screenshots.Monitor.all().length > 0;
  } catch {
    // The only way in which it says so.
    return false;
  }
}

/** The file that the addon was loaded from, wherever it was installed or extracted to (proc(5), maps). */
function loadedPath(): string | null {
  const lines = readFileSync("/proc/self/maps", "utf8").split("\n");
  const line = lines.find((entry) => /\/[^/]*node-screenshots[^/]*\.node$/.test(entry));
  return line?.slice(line.indexOf("/")) ?? null;
}

function loadCopy(path: string): Screenshots {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-native-"));
  try {
    const copy = join(directory, basename(path));
    copyFileSync(path, copy);
    const addon = { exports: {} as Screenshots };
    process.dlopen(addon, copy);
    return addon.exports;
  } finally {
    // Loaded is loaded: the file itself is not needed any more.
    rmSync(directory, { recursive: true, force: true });
  }
}
