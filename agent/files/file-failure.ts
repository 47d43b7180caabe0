/** What the system says no with, as a refusal in words for the technician. */
import { Refusal } from "../streams/exchange.ts";

type Words = { kind: Refusal["kind"]; code?: string; say: (path: string) => string };

const WORDS: Readonly<Record<string, Words>> = {
  ENOENT: { kind: "not_found", say: (path) => `there is no ${path} on the machine` },
  ENOTDIR: { kind: "not_found", code: "not_a_folder", say: (path) => `${path} is not in a folder` },
  EACCES: { kind: "forbidden", code: "no_access", say: (path) => `the machine does not let its user reach ${path}` },
  EPERM: { kind: "forbidden", code: "no_access", say: (path) => `the machine does not let its user change ${path}` },
  EROFS: { kind: "forbidden", code: "read_only", say: (path) => `${path} is on a medium that cannot be written` },
  EEXIST: { kind: "conflict", code: "already_exists", say: (path) => `${path} is there already` },
  ENOTEMPTY: { kind: "conflict", code: "not_empty", say: (path) => `the folder ${path} is not empty` },
  EISDIR: { kind: "conflict", code: "is_a_folder", say: (path) => `${path} is a folder` },
  ELOOP: { kind: "conflict", code: "is_a_link", say: (path) => `${path} is a link, or leads in a circle` },
  EXDEV: { kind: "conflict", code: "other_disk", say: (path) => `${path} is on another disk: copy it instead` },
  ENOSPC: { kind: "unavailable", code: "disk_full", say: () => "the machine's disk is full: make room and try again" },
  EDQUOT: { kind: "unavailable", code: "disk_full", say: () => "the machine's user has no room left: make some" },
  EFBIG: { kind: "payload_too_large", say: (path) => `${path} is too large for that disk's file system` },
  ENAMETOOLONG: { kind: "invalid_request", code: "invalid_name", say: (path) => `${path} is too long` },
  EINVAL: { kind: "invalid_request", say: (path) => `${path} is nothing that the machine can do this with` },
  EMFILE: { kind: "unavailable", code: "busy", say: () => "too many files are open on the machine: try again" },
};

/** @param path as the technician knows it */
export function refusalOf(failure: unknown, path: string): unknown {
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
  const words = WORDS[code];
  if (!words || failure instanceof Refusal) return failure;
  return new Refusal(words.kind, words.say(`“${path}”`), { code: words.code });
}

/** Runs `work`, and says what the system says no with in words. @throws Refusal */
export function inWords<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (failure) {
    throw refusalOf(failure, path);
  }
}

export function codeOf(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "";
}
