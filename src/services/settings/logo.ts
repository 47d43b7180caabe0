/** The installation's logo: what is taken for one, and what is served. A picture that browsers decode is checked, never trusted. */
import { createHash } from "node:crypto";
import { MAX_LOGO_BYTES, MAX_LOGO_PIXELS } from "../../../protocol/limits.ts";
import type { ServiceContext } from "../context.ts";

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** W3C PNG §11.2.1: the first chunk is IHDR, 13 bytes long; width and height are the first of them. */
const IHDR_START = Buffer.from("0000000d49484452", "hex");
const WIDTH_AT = PNG_SIGNATURE.length + IHDR_START.length;

/** @param dataUrl of the form that `protocol/rest/server-settings.ts` lets through */
export function faultOfLogo(dataUrl: string): string | null {
  const bytes = bytesOf(dataUrl);
  if (bytes.length > MAX_LOGO_BYTES) return `may have at most ${MAX_LOGO_BYTES} bytes`;
  const start = Buffer.concat([PNG_SIGNATURE, IHDR_START]);
  if (bytes.length < WIDTH_AT + 8 || !bytes.subarray(0, start.length).equals(start)) return "is no PNG picture";
  const [width, height] = [bytes.readUInt32BE(WIDTH_AT), bytes.readUInt32BE(WIDTH_AT + 4)];
  // A few bytes can stand for a picture that fills a browser's memory.
  if (Math.max(width, height) > MAX_LOGO_PIXELS) return `may be at most ${MAX_LOGO_PIXELS} pixels wide and high`;
  return Math.min(width, height) === 0 ? "has no size" : null;
}

export type Logo = { bytes: Buffer; hash: string };

const known = new Map<string, Logo>();

/** null: there is none. */
export function currentLogo({ serverSettings }: Pick<ServiceContext, "serverSettings">): Logo | null {
  const { logo } = serverSettings.current();
  if (logo === null) return null;
  const kept = known.get(logo);
  if (kept) return kept;
  const bytes = bytesOf(logo);
  const fresh = { bytes, hash: createHash("sha256").update(bytes).digest("hex").slice(0, 16) };
  known.clear();
  known.set(logo, fresh);
  return fresh;
}

function bytesOf(dataUrl: string): Buffer {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64");
}
