/** Node-API addons that the build embeds: put on the disk where the system's loader can open them, then loaded. */
import { extractLibrary } from "./extract.ts";

/** @param path from `import path from "….node" with { type: "file" }` */
export function loadAddon(path: string): unknown {
  const addon = { exports: {} };
  process.dlopen(addon, extractLibrary(path));
  return addon.exports;
}
