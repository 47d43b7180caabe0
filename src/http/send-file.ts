/** Answers GET and HEAD with a file: whole, as a smaller copy that stands beside it, or with 304 where the caller has it already. */
import type { Context } from "hono";
import type { HttpEnv } from "./http-context.ts";

/** The build puts these beside what it made; the smaller first. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

type FileAnswer = {
  status?: 200 | 404;
  /** A `.br` or `.gz` beside the file may be sent in its place, to who takes that. */
  compressed?: boolean;
};

/** Other headers are the caller's. Ranges are cut by Bun itself, which knows the file behind the stream. */
export async function sendFile(c: Context<HttpEnv>, file: Bun.BunFile, answer: FileAnswer = {}): Promise<Response> {
  const { status = 200, compressed = false } = answer;
  if (compressed) c.header("Vary", "Accept-Encoding");
  const sent = (compressed && (await smallerCopy(c, file))) || file;
  const { size, mtime } = await sent.stat();
  // Copies of one file differ in size: each has a tag of its own.
  const tag = `"${size.toString(16)}-${mtime.getTime().toString(16)}"`;
  c.header("ETag", tag);
  c.header("Last-Modified", mtime.toUTCString());
  if (status === 200 && isKnown(c, tag, mtime)) return c.body(null, 304);
  c.header("Content-Length", String(size));
  if (c.req.raw.method === "HEAD") return c.body(null, status);
  return c.body(sent.stream(), status);
}

async function smallerCopy(c: Context<HttpEnv>, file: Bun.BunFile): Promise<Bun.BunFile | null> {
  const accepted = c.req.header("Accept-Encoding") ?? "";
  for (const { name, suffix } of ENCODINGS) {
    if (!new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted)) continue;
    const smaller = Bun.file(`${file.name}${suffix}`);
    if (!(await smaller.exists())) continue;
    c.header("Content-Encoding", name);
    return smaller;
  }
  return null;
}

/** RFC 9110 §13.2.2: a tag that is asked about decides; only without one does the time. */
function isKnown(c: Context<HttpEnv>, tag: string, mtime: Date): boolean {
  const tags = c.req.header("If-None-Match");
  if (tags !== undefined) return tags.split(",").some((one) => ["*", tag, `W/${tag}`].includes(one.trim()));
  const since = Date.parse(c.req.header("If-Modified-Since") ?? "");
  // The header has whole seconds.
  return !Number.isNaN(since) && Math.floor(mtime.getTime() / 1_000) * 1_000 <= since;
}
