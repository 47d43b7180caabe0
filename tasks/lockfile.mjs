// `npm run lockfile`: makes package-lock.json anew after a change of package.json, without any registry's address in it
// and with an entry for every platform's optional package, so that `npm ci` accepts it wherever the registry has a gap.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./installed.mjs";

const path = join(root, "package-lock.json");
run("npm", ["install", "--package-lock-only", "--ignore-scripts", "--loglevel=error"]);
const lockfile = JSON.parse(readFileSync(path, "utf8"));

for (const entry of Object.values(lockfile.packages)) delete entry.resolved;
for (const [parent, entry] of Object.entries(lockfile.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(parent, name)) continue;
    lockfile.packages[`node_modules/${name}`] = { version, optional: true, ...platformOf(name) };
  }
}
lockfile.packages = Object.fromEntries(Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);

function isLocked(parent, name) {
  return `${parent}/node_modules/${name}` in lockfile.packages || `node_modules/${name}` in lockfile.packages;
}

/** What the package's manifest would say; its name follows the usual `…-os-cpu-libc`. */
function platformOf(name) {
  const os = name.match(/android|darwin|freebsd|linux|win32|wasm32/)?.[0];
  const cpu = name.match(/arm64|aarch64|arm(?=-)|x64|ia32|riscv64|ppc64|s390x|wasm32/)?.[0];
  const libc = /musl/.test(name) ? "musl" : /gnu(?!eabihf)/.test(name) ? "glibc" : undefined;
  return {
    ...(os && os !== "wasm32" && { os: [os] }),
    ...(cpu && { cpu: [cpu === "aarch64" ? "arm64" : cpu] }),
    ...(libc && { libc: [libc] }),
  };
}
