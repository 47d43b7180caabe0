/** The answer to a download: headers of its own making, nothing of them the machine's word, and the bytes as they come. */
import { basename } from "node:path/posix";
import type { Context } from "hono";
import type { FileReadFacts } from "../../protocol/rest/files.ts";
import { ServiceFailure } from "../services/failures.ts";
import type { Bytes } from "../services/streams/stream-broker.ts";
import { attachment } from "./content-disposition.ts";
import type { HttpEnv } from "./http-context.ts";

/** Bun sends every stream chunked, without its length. What is not larger is gathered, so that it has one. */
const GATHERED_BYTES = 4 * 1024 * 1024;
/** All that is gathered at once; what comes beyond is streamed. */
const MAX_GATHERED_BYTES = 32 * 1024 * 1024;

let gathering = 0;

type Download = { facts: FileReadFacts; bytes: Bytes | null };

export async function answerDownload(c: Context<HttpEnv>, { facts, bytes }: Download, name: string): Promise<Response> {
  const { range, size } = facts;
  const length = range ? range.last - range.first + 1 : size;
  const headers = new Headers({
    "Content-Type": facts.is_zip ? "application/zip" : "application/octet-stream",
    "Content-Disposition": attachment(name),
    // A file of the machine's, as it was now: not to be kept by anybody on the way.
    "Cache-Control": "no-store",
  });
  if (!facts.is_zip) headers.set("Accept-Ranges", "bytes");
  if (facts.tag !== null) headers.set("ETag", `"${facts.tag}"`);
  if (facts.modified_at !== null) headers.set("Last-Modified", new Date(facts.modified_at).toUTCString());
  if (facts.is_outside) {
    headers.set("Content-Range", `bytes */${size ?? 0}`);
    return new Response(null, { status: 416, headers });
  }
  if (range) headers.set("Content-Range", `bytes ${range.first}-${range.last}/${size ?? "*"}`);
  // The length where Content-Length cannot say it.
  if (length !== null) headers.set("X-Content-Length", String(length));
  const status = range ? 206 : 200;
  if (!bytes || length === null || length > GATHERED_BYTES || gathering + length > MAX_GATHERED_BYTES) {
    return new Response(bytes, { status, headers });
  }
  const whole = await gather(bytes, length);
  c.header("Content-Length", String(length));
  return new Response(whole, { status, headers });
}

async function gather(bytes: Bytes, length: number): Promise<Uint8Array<ArrayBuffer>> {
  gathering += length;
  try {
    const whole = new Uint8Array(length);
    let at = 0;
    for await (const part of bytes) {
      if (at + part.length > length) throw brokenOff();
      whole.set(part, at);
      at += part.length;
    }
    if (at < length) throw brokenOff();
    return whole;
  } catch {
    throw brokenOff();
  } finally {
    gathering -= length;
  }
}

function brokenOff(): ServiceFailure {
  return new ServiceFailure("unavailable", "the machine broke off: try again", { code: "agent_gone", retryAfterS: 2 });
}

/** What a download of these paths is called. */
export function downloadName(paths: readonly string[], facts: FileReadFacts, chosen: string | undefined): string {
  if (chosen) return chosen;
  const [path = ""] = paths;
  const name = basename(path.replaceAll("\\", "/"));
  if (!facts.is_zip) return name;
  return `${paths.length === 1 && name !== "" && name !== "~" ? name : "files"}.zip`;
}
