/** Bytes that go with a request and are short enough to be held whole. */
import type { Bytes, Refusal } from "./exchange.ts";

/** @param tooLarge what is thrown when there are more than `maxBytes` */
export async function gather(body: Bytes, maxBytes: number, tooLarge: () => Refusal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
