/** Builds the UI and this machine's agent where their sources changed since the last build. `--force` builds anyway. */
import { fileURLToPath } from "node:url";
import { isStale, markBuilt } from "./staleness.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const bun = process.execPath;
const force = process.argv.includes("--force");

type Product = { name: string; sources: string[]; output: string; command: string[] };

const products: Product[] = [
  {
    name: "web",
    sources: ["web", "protocol", "package-lock.json"],
    output: "dist/web/index.html",
    command: [
      bun,
      "--bun",
      "node_modules/vite/bin/vite.js",
      "build",
      "--config",
      "web/vite.config.ts",
      "--logLevel",
      "warn",
    ],
  },
  {
    name: "agent",
    sources: ["agent", "protocol", "installer", "package-lock.json"],
    output: "dist/downloads/manifest.json",
    command: [bun, "installer/build-agent.ts"],
  },
];

async function build(product: Product): Promise<boolean> {
  if (!force && !(await isStale(root, product))) return true;
  const started = performance.now();
  console.log(`Building ${product.name} …`);
  const process_ = Bun.spawn(product.command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if ((await process_.exited) !== 0) {
    console.error(`Building ${product.name} failed.`);
    return false;
  }
  await markBuilt(root, product);
  console.log(`Built ${product.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

const results = await Promise.all(products.map(build));
process.exit(results.every(Boolean) ? 0 : 1);
