/** Reads which files of ours a source file imports: static, dynamic, re-exported, and Workers by URL. */

import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { Glob } from "bun";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = ["protocol", "src", "web", "agent", "installer", "bench", "tasks", "test"];
const SPECIFIER =
  /(?:(?<=[\s}])from\s*|\bimport\s*\(\s*|^\s*import\s+|\bnew URL\(\s*(?="\.{1,2}\/[^"]*\.tsx?"))"([^"]+)"/gm;

export type SourceFile = {
  /** From the root, with slashes: "agent/session.ts". */
  path: string;
  text: string;
  /** Our files, as paths from the root. */
  imports: string[];
  /** Packages and built-in modules by their specifier. */
  packages: string[];
};

export async function readSourceFiles(): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const room of ROOMS) {
    for await (const path of new Glob(`${room}/**/*.{ts,tsx,mjs}`).scan({ cwd: root })) {
      const text = await Bun.file(join(root, path)).text();
      files.push({ path, text, ...specifiersOf(path, text) });
    }
  }
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

function specifiersOf(path: string, text: string): Pick<SourceFile, "imports" | "packages"> {
  const imports: string[] = [];
  const packages: string[] = [];
  for (const [, specifier = ""] of text.matchAll(SPECIFIER)) {
    if (specifier.startsWith(".")) imports.push(normalize(join(dirname(path), specifier)));
    else packages.push(specifier);
  }
  return { imports, packages };
}
