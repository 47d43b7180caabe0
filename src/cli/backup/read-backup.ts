/** A backup unpacked into a folder, each file checked against the manifest: nothing is restored from one that is not whole. */
import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { reasonOf, StartFailure } from "../../lib/start-failure.ts";
import { BACKUP_VERSION, MANIFEST, type Manifest, manifest } from "./manifest.ts";
import { readTar } from "./tar.ts";

const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/** @throws StartFailure for what is no whole backup that this version can read */
export async function readBackup(path: string, folder: string): Promise<Manifest> {
  try {
    return await unpack(path, folder);
  } catch (error) {
    throw new StartFailure(`${path} cannot be restored: ${reasonOf(error)}`);
  }
}

async function unpack(path: string, folder: string): Promise<Manifest> {
  for (const name of ["tables", "data"]) mkdirSync(join(folder, name), { mode: 0o700 });
  const pieces: Uint8Array[] = [];
  let known: Manifest | null = null;
  const hashes = new Map<string, Bun.CryptoHasher>();
  const files: number[] = [];
  try {
    await readTar(createReadStream(path).pipe(createGunzip()), ({ name, size }) => {
      if (name === MANIFEST && known === null && size <= MAX_MANIFEST_BYTES) {
        return (piece) => void pieces.push(Uint8Array.from(piece));
      }
      known ??= parse(pieces);
      const expected = known.files.find((file) => file.name === name);
      if (expected?.size !== size || hashes.has(name)) throw new Error(`its file ${name} is not in its manifest`);
      const file = openSync(join(folder, name), "wx", 0o600);
      files.push(file);
      const hasher = new Bun.CryptoHasher("sha256");
      hashes.set(name, hasher);
      return (piece) => {
        hasher.update(piece);
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
      };
    });
  } finally {
    for (const file of files) closeSync(file);
  }
  const whole = known ?? parse(pieces);
  for (const { name, sha256 } of whole.files) {
    if (hashes.get(name)?.digest("hex") !== sha256) throw new Error(`its file ${name} is damaged or missing`);
  }
  return whole;
}

function parse(pieces: readonly Uint8Array[]): Manifest {
  const parsed = manifest.safeParse(JSON.parse(Buffer.concat(pieces).toString() || "null"));
  if (!parsed.success) throw new Error("it is no backup of RemoteLink");
  if (parsed.data.version > BACKUP_VERSION) {
    throw new Error(`version ${parsed.data.app_version} made it, in a form that this one does not know: upgrade first`);
  }
  return parsed.data;
}
