/**
 * Uploads that are not whole yet: a file beside the target under a name of ours, gone on with after an interruption. One
 * writer each; what nobody comes back for is removed.
 */
import { constants, fstatSync, openSync, readdirSync, rmSync, statSync } from "node:fs";
import { Refusal } from "../streams/exchange.ts";
import { isAbsent, type OpenFolder } from "./open-folder.ts";
import { PART_NAME } from "./remote-path.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
const STALE_AFTER_MS = 24 * 3_600_000;

/** The same target and source have the same part. */
export function partNameOf(name: string, uploadId: string): string {
  const hash = new Bun.CryptoHasher("sha256").update(`${uploadId}\0${name}`).digest("hex");
  return `.remotelink-${hash.slice(0, 32)}.part`;
}

/** A part that is begun anew, whatever was there. @throws as `openSync` */
export function createPart(folder: OpenFolder, part: string): number {
  const at = folder.at(part);
  rmSync(at, { force: true });
  // Exclusively: what somebody put there in between is not written into.
  return openSync(at, O_CREAT | O_EXCL | O_RDWR | (O_NOFOLLOW ?? 0), 0o600);
}

/** Goes on at `offset`. @throws Refusal, with how much is there, when that is not where it ends */
export function reopenPart(folder: OpenFolder, part: string, offset: number): number {
  const there = partSize(folder, part);
  if (there === offset && there !== null) {
    const fd = openSync(folder.at(part), O_RDWR | (O_NOFOLLOW ?? 0));
    const stats = fstatSync(fd);
    if (stats.isFile() && stats.nlink === 1 && stats.size === offset) return fd;
  }
  throw new Refusal("conflict", `the upload goes on at byte ${there ?? 0}, not at ${offset}`, {
    code: "wrong_offset",
    facts: { upload_offset: there ?? 0 },
  });
}

/** Bytes that are there; null: nothing was begun. */
export function partSize(folder: OpenFolder, part: string): number | null {
  try {
    const stats = folder.look(part);
    return stats.isFile() ? stats.size : null;
  } catch (failure) {
    if (isAbsent(failure)) return null;
    throw failure;
  }
}

export function removePart(folder: OpenFolder, part: string): void {
  rmSync(folder.at(part), { force: true });
}

/** Parts in the folder that nobody has come back to for a day. */
export function removeStaleParts(folder: OpenFolder): void {
  const oldest = Date.now() - STALE_AFTER_MS;
  for (const name of readdirSync(folder.at(""))) {
    if (!PART_NAME.test(name)) continue;
    const stats = statSync(folder.at(name), { throwIfNoEntry: false });
    if (stats && stats.mtimeMs < oldest) removePart(folder, name);
  }
}
