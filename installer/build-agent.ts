/**
 * Builds the agent into one file per system below dist/downloads/, each also as .gz, with manifest.json.
 * `bun installer/build-agent.ts [--all | --target linux-x64,…] [--agent-version X.Y.Z] [--folder PATH]`; without a flag: Linux x64, the
 * package's version, dist/downloads.
 */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AGENT_VERSION } from "../agent/version.ts";
import { AGENT_TARGETS, type AgentTarget } from "./agent-targets.ts";
import { deafenToBunOptions } from "./deafen-runtime.ts";
import { embedNatives } from "./embed-natives.ts";
import { type BuiltFile, writeManifest } from "./manifest.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values: options } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    target: { type: "string", default: "linux-x64" },
    "agent-version": { type: "string", default: AGENT_VERSION },
    folder: { type: "string", default: join(root, "dist/downloads") },
  },
});
const downloads = options.folder;
const version = options["agent-version"];
const GZIP_LEVEL = 6;

/** `new URL("./capture-worker.ts", import.meta.url)` means a file beside the source; compiled, all stands beside main. */
const WORKERS = [
  { source: "agent/stream/capture-worker.ts", openedBy: "agent/stream/worker-screen-stream.ts" },
  { source: "agent/files/file-worker.ts", openedBy: "agent/files/file-room.ts" },
] as const;

async function buildAgent(target: AgentTarget): Promise<BuiltFile> {
  const directory = await mkdtemp(join(tmpdir(), "remotelink-build-"));
  try {
    const outfile = join(directory, target.file);
    const result = await Bun.build({
      entrypoints: [join(root, "agent/main.ts"), ...WORKERS.map(({ source }) => join(root, source))],
      root: join(root, "agent"),
      target: "bun",
      format: "esm",
      minify: true,
      bytecode: true,
      compile: { target: target.compileTarget, outfile, autoloadDotenv: false, autoloadBunfig: false },
      // What is for other systems is dead code then, and with it their native libraries.
      define: { "process.platform": JSON.stringify(target.os), "process.arch": JSON.stringify(target.arch) },
      plugins: [embedNatives(root, target), placeWorker, nameVersion],
    });
    if (!result.success) throw new AggregateError(result.logs, `building the agent for ${target.name} failed`);
    await deafenToBunOptions(outfile, target);
    return await publish(outfile, target);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const placeWorker: Bun.BunPlugin = {
  name: "place-worker",
  setup(build) {
    for (const { source, openedBy } of WORKERS) {
      const from = `./${basename(source)}`;
      build.onLoad(
        { filter: new RegExp(`${openedBy.replaceAll("/", "[\\\\/]").replace(".", "\\.")}$`) },
        async ({ path }) => {
          const text = await Bun.file(path).text();
          if (!text.includes(from)) throw new Error(`${path} names no ${from}`);
          return { loader: "ts", contents: text.replace(from, `./${source.replace("agent/", "")}`) };
        },
      );
    }
  },
};

/** The version that it says it has. */
const nameVersion: Bun.BunPlugin = {
  name: "name-version",
  setup(build) {
    build.onLoad({ filter: /agent[\\/]version\.ts$/ }, () => ({
      loader: "ts",
      contents: `export const AGENT_VERSION: string = ${JSON.stringify(version)};`,
    }));
  },
};

/** Moves the file to where it is served from, whole or not at all, and compresses it beside. */
async function publish(built: string, target: AgentTarget): Promise<BuiltFile> {
  const content = await Bun.file(built).bytes();
  await mkdir(downloads, { recursive: true });
  const place = async (name: string, bytes: Uint8Array, mode: number): Promise<void> => {
    const part = join(downloads, `.${name}.part`);
    await writeFile(part, bytes, { mode });
    // Over what the umask took away.
    await chmod(part, mode);
    await rename(part, join(downloads, name));
  };
  await place(`${target.file}.gz`, Bun.gzipSync(content, { level: GZIP_LEVEL }), 0o644);
  await place(target.file, content, 0o755);
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  return { name: target.file, os: target.os, arch: target.arch, size: content.length, sha256 };
}

function chosenTargets(): readonly AgentTarget[] {
  if (options.all) return AGENT_TARGETS;
  return options.target.split(",").map((name) => {
    const target = AGENT_TARGETS.find((one) => one.name === name);
    if (!target) throw new Error(`no target "${name}"; there are ${AGENT_TARGETS.map((one) => one.name).join(", ")}`);
    return target;
  });
}

const files: BuiltFile[] = [];
for (const target of chosenTargets()) {
  const file = await buildAgent(target);
  files.push(file);
  console.log(`${file.name}  ${(file.size / 1e6).toFixed(1)} MB  ${file.sha256}`);
}
await writeManifest(join(downloads, "manifest.json"), version, files);
