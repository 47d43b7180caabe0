/** The C library's memory functions by bun:ffi: comparing and moving pixels costs 5 ns a call and no copy. */
import { dlopen, type Pointer } from "bun:ffi";

const LIBRARY: Partial<Record<NodeJS.Platform, string>> = {
  linux: "libc.so.6",
  darwin: "libSystem.B.dylib",
  win32: "msvcrt.dll",
};

const { symbols } = dlopen(LIBRARY[process.platform] ?? "libc.so", {
  // int memcmp(const void *a, const void *b, size_t n)
  memcmp: { args: ["ptr", "ptr", "usize"], returns: "i32" },
  // void *memmove(void *to, const void *from, size_t n)
  memmove: { args: ["ptr", "ptr", "usize"], returns: "ptr" },
});

/** An address in this process. Whoever uses one keeps the memory behind it alive (`native-memory.ts`). */
export type Address = number;

/** Whether `bytes` bytes at both addresses are the same. */
export function isEqualMemory(a: Address, b: Address, bytes: number): boolean {
  return symbols.memcmp(asPointer(a), asPointer(b), bytes) === 0;
}

/** Copies; the areas may overlap. */
export function moveMemory(to: Address, from: Address, bytes: number): void {
  symbols.memmove(asPointer(to), asPointer(from), bytes);
}

/** bun:ffi brands its numbers; ours are offsets from such a number and stay inside its memory. */
export function asPointer(address: Address): Pointer {
  return address as Pointer;
}
