/**
 * node-screenshots, loaded anew when its display went: on Linux the library keeps its one connection to the X server for
 * ever, and a dead one too. A copy under another name is another library to the system's loader, with a connection of its own.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Monitor } from "node-screenshots";

export type Screenshots = { Monitor: { all(): Monitor[] } };

let loadedBefore = false;

/**
 * Each call after the first costs 2–3 MB that are never given back: for after a loss only.
 * @throws Error where the library does not load
 */
export async function loadScreenshots(): Promise<Screenshots> {
  const isAgain = loadedBefore;
  const screenshots: Screenshots = await import("node-screenshots");
  loadedBefore = true;
  const path = isAgain && process.platform === "linux" ? loadedPath() : null;
  return path ? loadCopy(path) : screenshots;
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
