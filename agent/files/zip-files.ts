/** `file_read` of a folder or of several paths: what is in the zip, walked as it is sent. */
import { readdirSync, readlinkSync, type Stats } from "node:fs";
import { posix, win32 } from "node:path";
import type { Bytes } from "../streams/exchange.ts";
import { inWords } from "./file-failure.ts";
import { actAs, type FileIdentity } from "./file-identity.ts";
import { type OpenFolder, openFolder } from "./open-folder.ts";
import { openRegular, readBytes } from "./read-bytes.ts";
import { PART_NAME, resolvePath } from "./remote-path.ts";
import { writeZip, type ZipEntry } from "./zip-writer.ts";

const system = process.platform === "win32" ? win32 : posix;
/** Deeper than people nest. */
const MAX_DEPTH = 200;
const LEFT_OUT = "NOT INCLUDED.txt";

/** What could not be read is named in a text beside the rest, and does not end it. @throws Refusal when a path is not there */
export function zipFiles(paths: readonly string[], identity: FileIdentity): Bytes {
  const roots = paths.map((path) => resolvePath(path, identity.home));
  // Said before the first byte: afterwards it would be a broken zip.
  for (const root of roots) inWords(root, () => actAs(identity, () => openRoot(root).close()));
  const pieces = writeZip(walkRoots(roots, identity));
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (failure) {
          controller.error(failure);
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

type Opened =
  | { kind: "file"; fd: number; stats: Stats; close(): void }
  | { kind: "folder"; folder: OpenFolder; close(): void }
  | { kind: "left_out"; reason: string; close(): void };

/** One that was chosen itself may be a link. */
function openRoot(path: string): Opened {
  const opened = openRegular(path, { isLinkFollowed: true });
  if (opened === "folder") return asFolder(openFolder(path));
  return opened === "other" ? leftOutFor("no file") : { kind: "file", ...opened };
}

/** Links inside are not followed: they may lead in a circle, or out of what was chosen. */
function openEntry(folder: OpenFolder, name: string): Opened {
  const entry = folder.look(name);
  if (entry.isSymbolicLink()) return leftOutFor(`a link to ${readlinkSync(folder.at(name))}`);
  if (entry.isDirectory()) return asFolder(folder.enter(name));
  const opened = entry.isFile() ? openRegular(folder.at(name), { isLinkFollowed: false }) : "other";
  return typeof opened === "string" ? leftOutFor("no file") : { kind: "file", ...opened };
}

function asFolder(folder: OpenFolder): Opened {
  return { kind: "folder", folder, close: () => folder.close() };
}

function leftOutFor(reason: string): Opened {
  return { kind: "left_out", reason, close: () => undefined };
}

async function* walkRoots(roots: readonly string[], identity: FileIdentity): AsyncGenerator<ZipEntry> {
  const leftOut: string[] = [];
  const names = new Set<string>();
  for (const root of roots) {
    const path = unused(system.basename(root), names);
    yield* walk(() => openRoot(root), { path, depth: 0, identity, leftOut });
  }
  if (leftOut.length === 0) return;
  const text = new TextEncoder().encode(`These could not be read:\n${leftOut.join("\n")}\n`);
  yield { path: unused(LEFT_OUT, names), modifiedAt: new Date(), mode: 0o644, bytes: oneOf(text) };
}

type Place = { path: string; depth: number; identity: FileIdentity; leftOut: string[] };

async function* walk(open: () => Opened, place: Place): AsyncGenerator<ZipEntry> {
  const { path, identity, leftOut } = place;
  let opened: Opened;
  try {
    opened = actAs(identity, open);
  } catch (failure) {
    leftOut.push(`${path} (${failure instanceof Error ? failure.message : String(failure)})`);
    return;
  }
  try {
    if (opened.kind === "left_out") leftOut.push(`${path} (${opened.reason})`);
    else if (opened.kind === "folder") yield* walkFolder(opened.folder, place);
    else {
      const { mtime, mode, size } = opened.stats;
      yield { path, modifiedAt: mtime, mode, bytes: readBytes(opened.fd, { first: 0, length: size, path }) };
    }
  } finally {
    opened.close();
  }
}

async function* walkFolder(folder: OpenFolder, place: Place): AsyncGenerator<ZipEntry> {
  const { path, depth, identity, leftOut } = place;
  const below = path === "" ? "" : `${path}/`;
  if (below) yield { path: below, modifiedAt: folder.modifiedAt(), mode: 0o755, bytes: null };
  if (depth >= MAX_DEPTH) {
    leftOut.push(`${path} (too deep)`);
    return;
  }
  for (const name of actAs(identity, () => readdirSync(folder.at("")))) {
    if (PART_NAME.test(name)) continue;
    yield* walk(() => openEntry(folder, name), { ...place, path: below + name, depth: depth + 1 });
  }
}

/** Two files of one name from two folders are both there. */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  taken.add(free);
  return free;
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
