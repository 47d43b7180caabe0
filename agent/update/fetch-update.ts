/** Brings an update onto the disk beside the agent that runs: never larger than was signed, and with the hash that was signed. */
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { reasonOf } from "../exit.ts";
import { type CheckedUpdate, UpdateError } from "./check-offer.ts";

/** Without another byte for so long the download is given up. */
const SILENCE_MS = 60_000;
const EXECUTABLE = 0o755;

/** @param place is replaced; nothing is left there when it fails. @throws UpdateError */
export async function fetchUpdate(
  update: CheckedUpdate,
  { server, place, signal }: { server: string; place: string; signal: AbortSignal },
): Promise<void> {
  try {
    // 40 % of the size; a server that has only the plain file says so.
    const isPacked = await download(`${server}${update.path}.gz`, true);
    if (!isPacked && !(await download(`${server}${update.path}`, false))) {
      throw new UpdateError(`${server} does not have ${update.path}`);
    }
  } catch (failure) {
    rmSync(place, { force: true });
    throw failure instanceof UpdateError ? failure : new UpdateError(`the download failed: ${reasonOf(failure)}`);
  }

  /** @returns false: there is no such file */
  async function download(url: string, isPacked: boolean): Promise<boolean> {
    const silence = new AbortController();
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.any([signal, silence.signal]) });
    if (response.status === 404) return false;
    if (response.status !== 200 || !response.body)
      throw new UpdateError(`the download failed: HTTP ${response.status}`);
    const bytes = isPacked ? response.body.pipeThrough(new DecompressionStream("gzip")) : response.body;
    await write(bytes, silence);
    return true;
  }

  async function write(bytes: ReadableStream<Uint8Array>, silence: AbortController): Promise<void> {
    const hasher = new Bun.CryptoHasher("sha256");
    const end = () => silence.abort(new UpdateError(`the download stood still for ${SILENCE_MS / 1_000} s`));
    let timer = setTimeout(end, SILENCE_MS);
    rmSync(place, { force: true });
    const file = openSync(place, "wx", EXECUTABLE);
    try {
      let size = 0;
      for await (const part of bytes) {
        clearTimeout(timer);
        timer = setTimeout(end, SILENCE_MS);
        size += part.length;
        if (size > update.size) throw new UpdateError("it is larger than what was signed");
        hasher.update(part);
        writeAll(file, part);
      }
      if (size < update.size) throw new UpdateError("it is smaller than what was signed");
      if (hasher.digest("hex") !== update.sha256) throw new UpdateError("its SHA-256 is not the one that was signed");
      fsyncSync(file);
    } finally {
      clearTimeout(timer);
      closeSync(file);
    }
    // Over what the umask took away.
    chmodSync(place, EXECUTABLE);
  }
}

/** A disk that is all but full takes a part, and says so only to what comes after it: the last one would end short. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(file, rest));
}
