/** Request headers about parts of files: which range is wanted, and where an upload goes on. */
import { ServiceFailure } from "../services/failures.ts";

export type WantedRange = { first: number; last?: number };

/** RFC 9110 §14.2: one range of bytes; several, and what is no range, count as none. A negative first counts from the end. */
export function rangeOf(headers: Headers): WantedRange | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get("range")?.trim() ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (first === "") return last === "" || Number(last) === 0 ? undefined : { first: -Number(last) };
  if (last === "") return { first: Number(first) };
  return Number(last) < Number(first) ? undefined : { first: Number(first), last: Number(last) };
}

/** The tag of `If-Range`; a date is not exact enough to go on by. */
export function rangeTagOf(headers: Headers): string | undefined {
  const tag = headers.get("if-range")?.trim();
  return tag === undefined ? undefined : (/^"(.*)"$/.exec(tag)?.[1] ?? "");
}

/** @throws ServiceFailure (`invalid_request`) */
export function uploadOffsetOf(headers: Headers): number {
  const text = headers.get("upload-offset") ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ServiceFailure("invalid_request", "Upload-Offset: say at which byte the upload goes on");
}

/** `?0`: more will come in further requests. */
export function isLastPart(headers: Headers): boolean {
  return headers.get("upload-complete")?.trim() !== "?0";
}

/** RFC 9530: the sum of the whole file, hexadecimal. @throws ServiceFailure (`invalid_request`) for one that is none */
export function sha256Of(headers: Headers): string | undefined {
  const text = headers.get("repr-digest");
  const value = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):/.exec(text ?? "")?.[1];
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 32) throw new ServiceFailure("invalid_request", "Repr-Digest: a sha-256 has 32 bytes");
  return bytes.toString("hex");
}

/** Of the request's body; undefined: not said. */
export function bodyLengthOf(headers: Headers): number | undefined {
  const text = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
