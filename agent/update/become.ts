/** This process becomes another program and keeps its id, so that whatever watches over it (systemd, a terminal) sees no end. */
import { dlopen, ptr } from "bun:ffi";

const LIBRARY: Partial<Record<NodeJS.Platform, string>> = { linux: "libc.so.6", darwin: "libSystem.B.dylib" };

/** Returns only where that cannot be done: then the caller ends, and is started again by whoever watches. */
export function become(program: string, args: readonly string[], env: Readonly<Record<string, string>>): void {
  const library = LIBRARY[process.platform];
  if (!library) return;
  const { symbols } = dlopen(library, {
    // int execve(const char *pathname, char *const argv[], char *const envp[])
    execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
  });
  const path = text(program);
  const argv = vector([program, ...args]);
  const environment = vector(Object.entries(env).map(([name, value]) => `${name}=${value}`));
  symbols.execve(ptr(path), ptr(argv.pointers), ptr(environment.pointers));
}

function text(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}

/** Pointers and, for as long as they are used, what they point to. */
function vector(values: readonly string[]) {
  const texts = values.map(text);
  const pointers = new BigUint64Array([...texts.map((bytes) => BigInt(ptr(bytes))), 0n]);
  return { pointers, texts };
}
