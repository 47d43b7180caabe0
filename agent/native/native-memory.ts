/** Memory that native code may touch: its address stays good until `release`, whatever the garbage collector thinks. */
import { ptr } from "bun:ffi";
import type { Address } from "./libc.ts";

export interface NativeMemory {
  readonly address: Address;
  /** The same memory. Must not be used after `release`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  release(): void;
}

/**
 * A typed array used only through its address is garbage to the JIT, even in a live local: what follows is a
 * segmentation fault some minutes later. So every one is held here by name.
 */
const held = new Set<Uint8Array>();

/** Zeroed memory. */
export function allocate(byteLength: number): NativeMemory {
  const bytes = new Uint8Array(byteLength);
  held.add(bytes);
  return { bytes, address: ptr(bytes), release: () => held.delete(bytes) };
}
