// Brings node_modules in line with the lockfile and finds Bun in it. Plain Node, because nothing else is there yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamp = join(modules, ".installed-lockfile");

/** Installs what the lockfile names, unless that is what is installed; ends the process with npm's code on failure. */
export function ensureInstalled() {
  const lockfile = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return;
  console.log("Installing the packages of package-lock.json …");
  // Packages' own install scripts stay off: every native part we use comes prebuilt inside its package.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  // All but Bun's, which puts the binary where `node_modules/.bin/bun` points to.
  run(process.execPath, [join(modules, "bun", "install.js")]);
  writeFileSync(stamp, lockfile);
}

/** Path of the Bun binary that the lockfile pins. */
export function bunPath() {
  const platforms = join(modules, "@oven");
  for (const folder of existsSync(platforms) ? readdirSync(platforms) : []) {
    for (const name of ["bun", "bun.exe"]) {
      const path = join(platforms, folder, "bin", name);
      if (existsSync(path) && spawnSync(path, ["--version"]).status === 0) return path;
    }
  }
  const installed = join(modules, "bun", "bin", "bun.exe");
  if (existsSync(installed) && spawnSync(installed, ["--version"]).status === 0) return installed;
  console.error(`No Bun for ${process.platform} ${process.arch} in node_modules: remove node_modules and try again.`);
  process.exit(1);
}

/** Runs a program with our terminal; ends the process with its exit code when that is not 0. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) {
    console.error(`${program} could not be started: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}
