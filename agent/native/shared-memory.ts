/** System V shared memory, for images that the X server writes straight into our address space (shmget(2), shmat(2)). */
import { dlopen, toArrayBuffer } from "bun:ffi";
import { asPointer } from "./libc.ts";
import type { NativeMemory } from "./native-memory.ts";

const IPC_PRIVATE = 0;
const IPC_CREAT = 0o1000;
const IPC_RMID = 0;
/** Owner only: an X server that runs as root or as the same user can still attach. */
const MODE = 0o600;
const FAILED = -1;

export interface SharedMemory extends NativeMemory {
  readonly id: number;
  /**
   * Marks it for removal: it lives on until the last process lets go, and a killed agent leaves nothing behind.
   * To be called once the X server has attached.
   */
  unlink(): void;
}

let library: ReturnType<typeof openLibrary> | null = null;

/** @returns null where the system has no shared memory to give: the caller takes another way */
export function allocateShared(byteLength: number): SharedMemory | null {
  if (process.platform !== "linux") return null;
  library ??= openLibrary();
  const shm = library;
  const id = shm.shmget(IPC_PRIVATE, byteLength, IPC_CREAT | MODE);
  if (id === FAILED) return null;
  const unlink = () => void shm.shmctl(id, IPC_RMID, null);
  // (void *) -1, or null.
  const address = Number(shm.shmat(id, null, 0));
  if (address <= 0 || address >= 2 ** 63) {
    unlink();
    return null;
  }
  return {
    id,
    address,
    bytes: new Uint8Array(toArrayBuffer(asPointer(address), 0, byteLength)),
    unlink,
    release: () => void shm.shmdt(asPointer(address)),
  };
}

function openLibrary() {
  const { symbols } = dlopen("libc.so.6", {
    // int shmget(key_t key, size_t size, int flags)
    shmget: { args: ["i32", "usize", "i32"], returns: "i32" },
    // void *shmat(int id, const void *address, int flags)
    shmat: { args: ["i32", "ptr", "i32"], returns: "ptr" },
    // int shmdt(const void *address)
    shmdt: { args: ["ptr"], returns: "i32" },
    // int shmctl(int id, int command, struct shmid_ds *buffer)
    shmctl: { args: ["i32", "i32", "ptr"], returns: "i32" },
  });
  return symbols;
}
