/** Environment variables of the process itself: libraries in C read those, and not what JavaScript sets. */
import { CString, dlopen } from "bun:ffi";

let library: ReturnType<typeof openLibrary> | null = null;

/** Sets a variable for native libraries and for JavaScript. Call it before the library is loaded. */
export function setNativeEnvironment(name: string, value: string): void {
  process.env[name] = value;
  if (process.platform !== "linux") return;
  library ??= openLibrary();
  library.setenv(Buffer.from(`${name}\0`), Buffer.from(`${value}\0`), 1);
}

/** What native libraries see, whichever thread set it. */
export function nativeEnvironment(name: string): string | undefined {
  if (process.platform !== "linux") return process.env[name];
  library ??= openLibrary();
  const value = library.getenv(Buffer.from(`${name}\0`));
  return value === null ? undefined : new CString(value).toString();
}

function openLibrary() {
  const { symbols } = dlopen("libc.so.6", {
    // int setenv(const char *name, const char *value, int overwrite)
    setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" },
    // char *getenv(const char *name)
    getenv: { args: ["ptr"], returns: "ptr" },
  });
  return symbols;
}
