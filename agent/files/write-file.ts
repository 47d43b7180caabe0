/**
 * `file_write`: an upload's bytes into a part beside the target, synced, checked, and then renamed to it. Broken off anywhere
 * it leaves the target as it was, and a part that the next request goes on with.
 */
import { closeSync, fstatSync, fsync, statfsSync } from "node:fs";
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import { type Bytes, Refusal, type StreamExchange } from "../streams/exchange.ts";
import { codeOf, inWords, refusalOf } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { forgetHash, hashSoFar, keepHash } from "./kept-hashes.ts";
import { type OpenFolder, openFolder } from "./open-folder.ts";
import { createPart, partNameOf, removePart, removeStaleParts, reopenPart } from "./part-files.ts";
import { putInPlace, refuseTaken } from "./put-in-place.ts";
import { splitPath } from "./remote-path.ts";
import { takeTurn } from "./upload-turns.ts";
import { createFileWriter } from "./writing.ts";

type WriteRequest = Extract<StreamRequest, { kind: "file_write" }>;
type Target = { path: string; name: string; folder: OpenFolder; part: string; key: string };

/** Left free: a system whose disk is filled to the last byte is in trouble of its own. */
const SPARE_BYTES = 16 * 1024 * 1024;

/** @throws Refusal */
export async function writeFile(
  request: WriteRequest,
  identity: FileIdentity,
  exchange: StreamExchange,
): Promise<void> {
  const { folder: folderPath, name } = splitPath(request.path, identity.home);
  const path = `${folderPath === "/" ? "" : folderPath}/${name}`;
  const folder = inWords(folderPath, () => actAs(identity, () => openFolder(folderPath)));
  const part = partNameOf(name, request.upload_id);
  const target = { path, name, folder, part, key: `${folderPath}\0${part}` };
  const turn = await takeTurn(target.key);
  try {
    await upload(request, target, identity, exchange, turn.signal);
  } catch (failure) {
    throw refusalOf(failure, path);
  } finally {
    turn.end();
    folder.close();
  }
}

async function upload(
  request: WriteRequest,
  target: Target,
  identity: FileIdentity,
  exchange: StreamExchange,
  signal: AbortSignal,
): Promise<void> {
  const { folder, name, part, key, path } = target;
  const from = request.offset ?? 0;
  const fd = actAs(identity, () => {
    refuseTaken(folder, name, request.overwrite);
    refuseWithoutRoom(folder, request.length ?? 0);
    removeStaleParts(folder);
    return request.offset === undefined ? createPart(folder, part) : reopenPart(folder, part, request.offset);
  });
  try {
    const hash = await hashSoFar(key, fd, from);
    const writer = createFileWriter(fd, from, hash);
    try {
      await receive(await exchange.takeBody(), writer.take, signal);
    } finally {
      // Also of what was broken off: the next request goes on behind it.
      await writer.flush();
      keepHash(key, hash, writer.position);
    }
    if (request.length !== undefined && writer.position !== from + request.length) {
      throw new Error(`the upload broke off at byte ${writer.position}`);
    }
    if (!request.is_last) {
      await exchange.answer({ upload_offset: writer.position });
      return;
    }
    forgetHash(key);
    const sha256 = hash.digest("hex");
    await finish({ request, target, identity, fd, sha256 });
    await exchange.answer({ path, size: writer.position, sha256 });
  } catch (failure) {
    const isHopeless = failure instanceof Refusal || ["ENOSPC", "EDQUOT", "EFBIG", "EIO"].includes(codeOf(failure));
    if (isHopeless) actAs(identity, () => removePart(folder, part));
    throw failure;
  } finally {
    closeSync(fd);
  }
}

type Finish = { request: WriteRequest; target: Target; identity: FileIdentity; fd: number; sha256: string };

async function finish({ request, target: { folder, part, name }, identity, fd, sha256 }: Finish): Promise<void> {
  if (request.sha256 !== undefined && request.sha256 !== sha256) {
    throw new Refusal("invalid_request", `“${name}” arrived with other content than was sent: try again`, {
      code: "checksum_mismatch",
      facts: { sha256 },
    });
  }
  await synced(fd);
  if (fstatSync(fd).nlink !== 1) throw new Refusal("conflict", "the upload was taken away on the machine: try again");
  actAs(identity, () => {
    putInPlace(folder, { name: part, fd }, name, request.overwrite);
    folder.sync();
  });
}

async function receive(body: Bytes, take: (bytes: Uint8Array) => Promise<void>, signal: AbortSignal): Promise<void> {
  const reader = body.getReader();
  const leave = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", leave);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      await take(value);
    }
  } catch (failure) {
    // Of no use any more: the sender is to stop.
    leave();
    throw failure;
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function refuseWithoutRoom(folder: OpenFolder, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder.at(""));
  const free = bavail * bsize;
  if (bytes + SPARE_BYTES <= free) return;
  throw new Refusal("unavailable", "the machine's disk has no room for this: make some and try again", {
    code: "disk_full",
    facts: { free_bytes: free },
  });
}

function synced(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(fd, (failure) => (failure ? reject(failure) : resolve()));
  });
}
