/** Directories, free space, and what has to be built. */
import { existsSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../config.ts";
import { codeOf, reasonOf } from "../../lib/start-failure.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const GIB = 1024 ** 3;
/** A recording of one busy day, and a database that can still grow. */
const LITTLE_SPACE_BYTES = 2 * GIB;
const TOO_LITTLE_SPACE_BYTES = GIB / 10;

export function checkFiles(config: Config): Finding[] {
  return [
    ...checkDirectory("DATA_DIR", resolve(config.dataDirectory), { isPrivate: true }),
    ...(config.recordingDirectory
      ? checkDirectory("RECORDING_DIR", resolve(config.recordingDirectory), { isPrivate: false })
      : [ok("RECORDING_DIR", "not set: sessions are not recorded")]),
    checkBuilt("pages", "../../../dist/web/index.html"),
    checkBuilt("downloads", "../../../dist/downloads/manifest.json"),
  ];
}

function checkDirectory(variable: string, path: string, { isPrivate }: { isPrivate: boolean }): Finding[] {
  if (!existsSync(path)) return [warn(variable, `${path} is not there yet`, "it is made at the first start")];
  try {
    const probe = join(path, `.write-probe-${process.pid}`);
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const message = `${path} cannot be written (${codeOf(error) || reasonOf(error)})`;
    return [fail(variable, message, `make it writable for user ${process.getuid?.() ?? "of the server"}`)];
  }
  const { mode, uid } = statSync(path);
  if (isPrivate && (mode & 0o077) !== 0) {
    return [fail(variable, `${path} is open to other users`, `chmod 700 ${path}`), freeSpace(variable, path)];
  }
  // Root may write everywhere, and would leave files that the server's own user cannot.
  if (process.getuid && uid !== process.getuid()) {
    const message = `${path} belongs to user ${uid}, and this runs as ${process.getuid()}`;
    return [warn(variable, message, "run this as the server's user"), freeSpace(variable, path)];
  }
  return [ok(variable, `${path} can be written${isPrivate ? ", by its user only" : ""}`), freeSpace(variable, path)];
}

function freeSpace(variable: string, path: string): Finding {
  const { bavail, bsize } = statfsSync(path);
  const bytes = bavail * bsize;
  const what = `${variable}, free space`;
  const message = `${(bytes / GIB).toFixed(1)} GiB`;
  if (bytes < TOO_LITTLE_SPACE_BYTES) return fail(what, message, "free some: what cannot be written is not done");
  if (bytes < LITTLE_SPACE_BYTES) return warn(what, message, "free some, or set RECORDING_MAX_BYTES");
  return ok(what, message);
}

function checkBuilt(what: string, path: string): Finding {
  const isThere = existsSync(fileURLToPath(new URL(path, import.meta.url)));
  return isThere ? ok(what, "built") : fail(what, "not built", "bun run build");
}
