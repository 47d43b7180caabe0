/** `/downloads/manifest.json`: what agents there are, how large, and what their content must hash to. */
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";

export type BuiltFile = { name: string; os: string; arch: string; size: number; sha256: string };

/** A build has no key: the server signs with its own what it hands out. */
export type Manifest = { version: string; files: BuiltFile[] };

/** Replaces the manifest; files of the same version that were built earlier stay listed. */
export async function writeManifest(path: string, version: string, files: readonly BuiltFile[]): Promise<void> {
  const before = await readManifest(path);
  const kept = (before?.version === version ? before.files : []).filter(
    (one) => !files.some((file) => file.name === one.name) && existsSync(join(dirname(path), one.name)),
  );
  const manifest: Manifest = {
    version,
    files: [...kept, ...files].sort((a, b) => a.name.localeCompare(b.name)),
  };
  await Bun.write(`${path}.part`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${path}.part`, path);
}

async function readManifest(path: string): Promise<Manifest | null> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Manifest) : null;
}
