/**
 * Reads the cookie for a display from an Xauthority file (Xau, `man Xsecurity`): entries of family, address, display
 * number, protocol name and data, each but the family with a big-endian u16 length before it.
 */
import { hostname } from "node:os";

export const MIT_MAGIC_COOKIE = "MIT-MAGIC-COOKIE-1";

const FAMILY_LOCAL = 256;
const FAMILY_WILD = 65_535;

type Entry = { family: number; address: string; display: string; protocol: string; cookie: Uint8Array };

/**
 * @param file contents of the Xauthority file
 * @param displayNumber 0 for ":0"
 * @returns the best entry's cookie: of this host, then of any host, then any for that display; null without one
 */
export function findCookie(file: Uint8Array, displayNumber: number, host = hostname()): Uint8Array | null {
  const usable = readEntries(file).filter(
    (entry) => entry.protocol === MIT_MAGIC_COOKIE && (entry.display === String(displayNumber) || entry.display === ""),
  );
  const best =
    usable.find((entry) => entry.family === FAMILY_LOCAL && entry.address === host) ??
    usable.find((entry) => entry.family === FAMILY_WILD) ??
    // The host was renamed since the file was written: the server only compares the cookie.
    usable[0];
  return best?.cookie ?? null;
}

/** A file that is cut off yields the entries before the cut. */
function readEntries(file: Uint8Array): Entry[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const entries: Entry[] = [];
  let offset = 0;
  const field = (): Uint8Array | null => {
    if (offset + 2 > file.length) return null;
    const start = offset + 2;
    offset = start + view.getUint16(offset);
    return offset <= file.length ? file.subarray(start, offset) : null;
  };
  while (offset + 2 <= file.length) {
    const family = view.getUint16(offset);
    offset += 2;
    const address = field();
    const display = field();
    const protocol = field();
    const cookie = field();
    if (!address || !display || !protocol || !cookie) break;
    entries.push({ family, address: latin1(address), display: latin1(display), protocol: latin1(protocol), cookie });
  }
  return entries;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
