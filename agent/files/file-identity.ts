/**
 * As whom files are touched. An agent that is root becomes the person at the console for the moment of each system call that
 * names a path: Linux keeps the identity for files per thread (setfsuid(2)), and without root's it checks as for that person.
 */
import { dlopen, ptr } from "bun:ffi";

/** Plain data: it goes to the Worker. */
export type FileIdentity = {
  name: string;
  home: string;
  /** Whom to become; null: whoever this process is. */
  become: { uid: number; gid: number; groups: number[] } | null;
};

const SYS_SETGROUPS: Partial<Record<NodeJS.Architecture, number>> = { x64: 116, arm64: 159 };
const NOBODY_YET = -1;

let library: ReturnType<typeof openLibrary> | null = null;

/**
 * Runs `work` with that identity. It must be synchronous: what it left behind to run later would run as root. A file that
 * was opened so may be read and written later by anybody in this process.
 * @throws Error when the identity cannot be taken: nothing was done then
 */
export function actAs<Result>(identity: FileIdentity, work: () => Result): Result {
  const { become } = identity;
  if (!become) return work();
  library ??= openLibrary();
  const { setfsuid, setfsgid } = library;
  try {
    setGroups(become.groups);
    setfsgid(become.gid);
    setfsuid(become.uid);
    // Neither call reports a failure; asking with an id that cannot be set tells who we are.
    if (setfsuid(NOBODY_YET) !== become.uid || setfsgid(NOBODY_YET) !== become.gid) {
      throw new Error(`cannot act as ${identity.name}: the system did not allow it`);
    }
    return work();
  } finally {
    setfsuid(0);
    setfsgid(0);
    setGroups([0]);
  }
}

function setGroups(groups: readonly number[]): void {
  const list = Uint32Array.from(groups.length > 0 ? groups : [0]);
  const call = SYS_SETGROUPS[process.arch];
  // glibc's own setgroups would change every thread of the process: this is the thread's alone.
  const failed = call === undefined || library?.syscall(call, list.length, ptr(list)) !== 0;
  if (failed) throw new Error("the system did not let this agent take another user's groups");
}

function openLibrary() {
  const { symbols } = dlopen("libc.so.6", {
    // int setfsuid(uid_t fsuid): answers the one before
    setfsuid: { args: ["i32"], returns: "i32" },
    // int setfsgid(gid_t fsgid)
    setfsgid: { args: ["i32"], returns: "i32" },
    // long syscall(long number, ...): here setgroups(size_t size, const gid_t *list)
    syscall: { args: ["i64", "u64", "ptr"], returns: "i64" },
  });
  return {
    setfsuid: symbols.setfsuid,
    setfsgid: symbols.setfsgid,
    syscall: (number: number, count: number, list: ReturnType<typeof ptr>) =>
      Number(symbols.syscall(number, count, list)),
  };
}
