/** Paths and names as they come from outside: nothing of them reaches the system before it has passed here. */
import { posix, win32 } from "node:path";
import { Refusal } from "../streams/exchange.ts";

const system = process.platform === "win32" ? win32 : posix;
/** What Linux, macOS and Windows allow a name in common (bytes as UTF-8). */
const MAX_NAME_BYTES = 255;
/** Windows' devices, with whatever extension: to open one is not to open a file. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Ours: files that are not there yet. */
export const PART_NAME = /^\.remotelink-[0-9a-f]{32}\.part$/;

/** `~` and what is below it, or an absolute path, in the system's own form. @throws Refusal */
export function resolvePath(path: string, home: string): string {
  const parts = path.split(process.platform === "win32" ? /[\\/]/ : "/");
  if (path.includes("\0") || parts.includes("..") || parts.includes(".")) {
    throw new Refusal("invalid_request", `"${path}" is no path to go to: ".", ".." and NUL are not taken`);
  }
  if (parts[0] === "~") return system.join(home, ...parts.slice(1));
  if (!system.isAbsolute(path)) {
    throw new Refusal("invalid_request", `"${path}" is no whole path: begin with / or ~`);
  }
  return system.normalize(path).replace(/(?<=[^\\/:])[\\/]+$/, "");
}

/** The folder of a path and the name in it, both checked. @throws Refusal for the root, which is in no folder */
export function splitPath(path: string, home: string): { folder: string; name: string } {
  const whole = resolvePath(path, home);
  const name = system.basename(whole);
  if (name === "") throw new Refusal("invalid_request", `"${path}" names no file in a folder`);
  return { folder: system.dirname(whole), name: checkName(name) };
}

/** A new name, of one file or folder. @throws Refusal */
export function checkName(name: string): string {
  const isReserved = process.platform === "win32" && (WINDOWS_DEVICE.test(name) || /[<>:"|?*\\]|[. ]$/.test(name));
  const isBad = name === "" || name === "." || name === ".." || name.includes("/") || CONTROL.test(name) || isReserved;
  if (isBad || PART_NAME.test(name)) {
    throw new Refusal("invalid_request", `"${name}" cannot be a name on this machine: choose another`, {
      code: "invalid_name",
    });
  }
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) {
    throw new Refusal(
      "invalid_request",
      `"${name.slice(0, 40)}…" is too long a name: at most ${MAX_NAME_BYTES} bytes`,
      {
        code: "invalid_name",
      },
    );
  }
  return name;
}

/** "a/b/c.txt": names below a folder. @throws Refusal */
export function checkRelativePath(path: string): string[] {
  return path.split("/").map(checkName);
}
