/** Environment variables of the process itself: libraries in C read those, and not what JavaScript sets. */
import { dlopen } from "bun:ffi";

let setenv: ((name: Buffer, value: Buffer, overwrite: number) => number) | null = null;

/** Sets a variable for native libraries and for JavaScript. Call it before the library is loaded. */
export function setNativeEnvironment(name: string, value: string): void {
  process.env[name] = value;
  if (process.platform !== "linux") return;
  // int setenv(const char *name, const char *value, int overwrite)
  setenv ??= dlopen("libc.so.6", { setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" } }).symbols.setenv;
  setenv(Buffer.from(`${name}\0`), Buffer.from(`${value}\0`), 1);
}
