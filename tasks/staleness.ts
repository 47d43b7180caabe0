/** Whether a build's sources differ from those of its last build: by content, so that a fresh checkout or a touch is no change. */
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

export type Built = {
  name: string;
  /** Files and folders, from the root. */
  sources: readonly string[];
  /** A file that the build makes; where it is missing the build is stale. */
  output: string;
};

export async function isStale(root: string, built: Built): Promise<boolean> {
  const stamp = Bun.file(stampPath(root, built));
  if (!existsSync(join(root, built.output)) || !(await stamp.exists())) return true;
  return (await stamp.text()) !== (await fingerprint(root, built.sources));
}

export async function markBuilt(root: string, built: Built): Promise<void> {
  await mkdir(join(root, "dist", ".built"), { recursive: true });
  await Bun.write(stampPath(root, built), await fingerprint(root, built.sources));
}

/** SHA-256 over path and content of every source file. Tests are no source of a product. */
async function fingerprint(root: string, sources: readonly string[]): Promise<string> {
  const hash = new Bun.CryptoHasher("sha256");
  for (const source of sources) {
    for (const path of await filesBelow(root, source)) {
      hash.update(path);
      hash.update(await Bun.file(join(root, path)).bytes());
    }
  }
  return hash.digest("hex");
}

async function filesBelow(root: string, source: string): Promise<string[]> {
  if (source.includes(".")) return [source];
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

function stampPath(root: string, built: Built): string {
  return join(root, "dist", ".built", `${built.name}.sha256`);
}
