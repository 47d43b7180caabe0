/** `file_write_batch`: many small files of one body, each put in place like a single one; what fails does not end the rest. */
import { closeSync, fsync, mkdirSync } from "node:fs";
import { createBatchReader, type FileHead } from "../../protocol/file-batch.ts";
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { BatchUploaded } from "../../protocol/rest/files.ts";
import { type Bytes, Refusal } from "../streams/exchange.ts";
import { codeOf, inWords, refusalOf } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { type OpenFolder, openFolder } from "./open-folder.ts";
import { createPart, partNameOf, removePart } from "./part-files.ts";
import { putInPlace, refuseTaken } from "./put-in-place.ts";
import { checkRelativePath, resolvePath } from "./remote-path.ts";
import { createFileWriter, type FileWriter } from "./writing.ts";

type BatchRequest = Extract<StreamRequest, { kind: "file_write_batch" }>;

/** Files that are being synced and renamed while the next ones come: disks sync many as fast as one. */
const MAX_FINISHING = 32;
/** Told by name; more of them are only counted as not written. */
const MAX_FAILED = 5_000;

type Current = { head: FileHead; name: string; folder: OpenFolder; part: string; fd: number; writer: FileWriter };

/** @throws Refusal when the folder cannot be written to at all, or the disk is full */
export async function writeBatch(request: BatchRequest, identity: FileIdentity, body: Bytes): Promise<BatchUploaded> {
  const path = resolvePath(request.path, identity.home);
  const folders = new FolderTree(path, identity);
  const result: BatchUploaded = { written: 0, failed: [] };
  const finishing = new Set<Promise<void>>();
  let current: Current | null = null;

  const fail = (head: FileHead, failure: unknown) => {
    const refusal = refusalOf(failure, head.path);
    if (codeOf(failure) === "ENOSPC" || codeOf(failure) === "EDQUOT") throw refusal;
    const code = refusal instanceof Refusal ? refusal.code : "failed";
    const message = refusal instanceof Error ? refusal.message.slice(0, 1_000) : "it failed";
    if (result.failed.length < MAX_FAILED) result.failed.push({ path: head.path, code, message });
  };

  const begin = (head: FileHead) => {
    const names = checkRelativePath(head.path);
    const name = names.pop() ?? "";
    const folder = folders.open(names);
    const part = partNameOf(name, crypto.randomUUID());
    const fd = actAs(identity, () => {
      refuseTaken(folder, name, request.overwrite);
      return createPart(folder, part);
    });
    current = { head, name, folder, part, fd, writer: createFileWriter(fd, 0, nothing) };
  };

  const finish = async ({ head, name, folder, part, fd, writer }: Current) => {
    try {
      await writer.flush();
      await synced(fd);
      actAs(identity, () => putInPlace(folder, { name: part, fd }, name, request.overwrite));
      result.written++;
    } catch (failure) {
      actAs(identity, () => removePart(folder, part));
      fail(head, failure);
    } finally {
      closeSync(fd);
    }
  };

  const reader = createBatchReader({
    file(head) {
      try {
        begin(head);
      } catch (failure) {
        fail(head, failure);
      }
    },
    bytes: (bytes) => current?.writer.take(bytes),
    async fileEnd() {
      const whole = current;
      current = null;
      if (!whole) return;
      const end = finish(whole).finally(() => finishing.delete(end));
      finishing.add(end);
      end.catch(() => undefined);
      if (finishing.size >= MAX_FINISHING) await Promise.race(finishing);
    },
  });

  try {
    for await (const piece of body) await reader.push(piece);
    reader.end();
    await Promise.all(finishing);
    folders.sync();
    return result;
  } catch (failure) {
    throw failure instanceof Error && failure.name === "MalformedBatchError"
      ? new Refusal("invalid_request", `the batch cannot be read: ${failure.message}`)
      : refusalOf(failure, path);
  } finally {
    await Promise.allSettled(finishing);
    const left: Current | null = current;
    if (left) dropCurrent(left, identity);
    folders.close();
  }
}

function dropCurrent({ folder, part, fd }: Current, identity: FileIdentity): void {
  closeSync(fd);
  actAs(identity, () => removePart(folder, part));
}

/** Nobody asks for the sum of each small file. */
const nothing = { update: () => nothing } as unknown as Bun.CryptoHasher;

/** The folders that files are put into, made as they are needed and held open while they are. */
class FolderTree {
  readonly #open = new Map<string, OpenFolder>();
  readonly #identity: FileIdentity;

  constructor(root: string, identity: FileIdentity) {
    this.#identity = identity;
    this.#open.set(
      "",
      inWords(root, () => actAs(identity, () => openFolder(root))),
    );
  }

  open(names: readonly string[]): OpenFolder {
    const key = names.join("/");
    const known = this.#open.get(key);
    if (known) return known;
    const parent = this.open(names.slice(0, -1));
    const name = names.at(-1) ?? "";
    const folder = actAs(this.#identity, () => {
      try {
        mkdirSync(parent.at(name));
      } catch (failure) {
        if (codeOf(failure) !== "EEXIST") throw failure;
      }
      // A link of that name is not followed: it may lead anywhere.
      return parent.enter(name);
    });
    this.#open.set(key, folder);
    return folder;
  }

  sync(): void {
    for (const folder of this.#open.values()) folder.sync();
  }

  close(): void {
    for (const folder of this.#open.values()) folder.close();
  }
}

function synced(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(fd, (failure) => (failure ? reject(failure) : resolve()));
  });
}
