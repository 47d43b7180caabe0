/**
 * Libraries embedded in the compiled agent, as files that the system's loader can open: written once into a directory
 * of our own, under the hash of their content.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { VISIT_LIBRARIES } from "./visit-libraries.ts";

/** Where Bun shows embedded files: no other program, and no loader, sees these paths. */
const EMBEDDED = /^(\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/i;

/**
 * @param path from `import path from "…" with { type: "file" }`
 * @returns a path on the disk: the same one when run from source
 */
export function extractLibrary(path: string, directory = libraryDirectory()): string {
  if (!EMBEDDED.test(path)) return path;
  const content = readFileSync(path);
  const hash = sha256(content);
  const target = join(directory, `${hash.slice(0, 32)}-${basename(path)}`);
  if (isIntact(target, hash)) return target;
  // Written aside and renamed: two agents that start at once each find a whole file.
  const part = `${target}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o755 });
  renameSync(part, target);
  return target;
}

/** A directory that only this user can write to. */
function libraryDirectory(): string {
  const isRoot = process.getuid?.() === 0;
  const cache = isRoot
    ? "/var/cache/remotelink"
    : join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "remotelink");
  const wanted = process.env[VISIT_LIBRARIES] ?? cache;
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(wanted);
    if (process.platform === "win32" || (uid === process.getuid?.() && (mode & 0o022) === 0)) return wanted;
  } catch {
    // A read-only or missing home: a fresh private directory serves as well, only not twice.
  }
  return mkdtempSync(join(tmpdir(), "remotelink-native-"));
}

function isIntact(path: string, hash: string): boolean {
  try {
    return sha256(readFileSync(path)) === hash;
  } catch {
    return false;
  }
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
