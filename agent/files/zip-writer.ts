/**
 * A zip as it is sent: PKWARE APPNOTE 6.3.10, stored, with zip64 throughout, sizes and sums behind each file. Stored because
 * the link is rarely slower than deflate; the sum by the system's CRC-32, which keeps up with any disk.
 */
import { crc32 } from "node:zlib";

export type ZipEntry = {
  /** With `/` between names; a folder's ends with one. */
  path: string;
  modifiedAt: Date;
  /** Unix permissions. */
  mode: number;
  /** null: a folder. */
  bytes: AsyncIterable<Uint8Array> | null;
};

const LOCAL_HEADER = 0x0403_4b50;
const DATA_DESCRIPTOR = 0x0807_4b50;
const CENTRAL_HEADER = 0x0201_4b50;
const ZIP64_END = 0x0606_4b50;
const ZIP64_LOCATOR = 0x0706_4b50;
const END = 0x0605_4b50;
/** Version 4.5: zip64. */
const NEEDED = 45;
/** Made by: Unix (3), so that permissions count. */
const MADE_BY = (3 << 8) | NEEDED;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = (1 << 3) | (1 << 11);
const IN_ZIP64 = 0xffff_ffff;
const ZIP64_EXTRA = 0x0001;
const FOLDER = 0o040000;
const FILE = 0o100000;
/** MS-DOS: this is a folder. */
const DOS_FOLDER = 0x10;
/** Small parts are gathered to this, so that ten thousand small files are not as many writes. */
const GATHER_BYTES = 256 * 1024;

type Written = { name: Uint8Array; entry: ZipEntry; crc: number; size: number; offset: number };

/** Pieces of the zip, in order. */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const gathered = new Gathered();
  const written: Written[] = [];
  for await (const entry of entries) {
    const name = new TextEncoder().encode(entry.path);
    const one: Written = { name, entry, crc: 0, size: 0, offset: gathered.total };
    gathered.add(localHeader(one));
    for await (const part of entry.bytes ?? []) {
      one.crc = crc32(part, one.crc);
      one.size += part.length;
      gathered.add(part);
      if (gathered.isFull) yield gathered.take();
    }
    if (entry.bytes) gathered.add(dataDescriptor(one));
    written.push(one);
    if (gathered.isFull) yield gathered.take();
  }
  const directoryAt = gathered.total;
  for (const one of written) {
    gathered.add(centralHeader(one));
    if (gathered.isFull) yield gathered.take();
  }
  gathered.add(end(written.length, directoryAt, gathered.total - directoryAt));
  yield gathered.take();
}

class Gathered {
  total = 0;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  get isFull(): boolean {
    return this.#bytes >= GATHER_BYTES;
  }

  add(part: Uint8Array): void {
    this.#parts.push(part);
    this.#bytes += part.length;
    this.total += part.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    const [only, ...others] = this.#parts;
    const all = only && others.length === 0 ? copyless(only) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    return all;
  }
}

/** Files are read into buffers of their own, so that none of these is shared memory. */
function copyless(part: Uint8Array): Uint8Array<ArrayBuffer> {
  return part as Uint8Array<ArrayBuffer>;
}

/** §4.3.7. */
function localHeader({ name, entry }: Written): Uint8Array {
  const { view, bytes } = room(30 + name.length);
  view.setUint32(0, LOCAL_HEADER, true);
  view.setUint16(4, NEEDED, true);
  view.setUint16(6, entry.bytes ? FLAGS : FLAGS & ~(1 << 3), true);
  view.setUint32(10, dosTime(entry.modifiedAt), true);
  view.setUint16(26, name.length, true);
  bytes.set(name, 30);
  return bytes;
}

/** §4.3.9. With 8-byte sizes only where they are needed: older readers expect four. */
function dataDescriptor({ crc, size }: Written): Uint8Array {
  const isLarge = size >= IN_ZIP64;
  const { view, bytes } = room(isLarge ? 24 : 16);
  view.setUint32(0, DATA_DESCRIPTOR, true);
  view.setUint32(4, crc, true);
  if (isLarge) {
    view.setBigUint64(8, BigInt(size), true);
    view.setBigUint64(16, BigInt(size), true);
  } else {
    view.setUint32(8, size, true);
    view.setUint32(12, size, true);
  }
  return bytes;
}

/** §4.3.12, with the extra field of §4.5.3 where a number does not fit. */
function centralHeader({ name, entry, crc, size, offset }: Written): Uint8Array {
  const large = [...(size >= IN_ZIP64 ? [size, size] : []), ...(offset >= IN_ZIP64 ? [offset] : [])];
  const extraBytes = large.length > 0 ? 4 + 8 * large.length : 0;
  const { view, bytes } = room(46 + name.length + extraBytes);
  const isFolder = entry.bytes === null;
  view.setUint32(0, CENTRAL_HEADER, true);
  view.setUint16(4, MADE_BY, true);
  view.setUint16(6, NEEDED, true);
  view.setUint16(8, isFolder ? FLAGS & ~(1 << 3) : FLAGS, true);
  view.setUint32(12, dosTime(entry.modifiedAt), true);
  view.setUint32(16, crc, true);
  view.setUint32(20, Math.min(size, IN_ZIP64), true);
  view.setUint32(24, Math.min(size, IN_ZIP64), true);
  view.setUint16(28, name.length, true);
  view.setUint16(30, extraBytes, true);
  view.setUint32(
    38,
    (((isFolder ? FOLDER : FILE) | (entry.mode & 0o7777)) * 0x1_0000 + (isFolder ? DOS_FOLDER : 0)) >>> 0,
    true,
  );
  view.setUint32(42, Math.min(offset, IN_ZIP64), true);
  bytes.set(name, 46);
  if (extraBytes > 0) {
    view.setUint16(46 + name.length, ZIP64_EXTRA, true);
    view.setUint16(48 + name.length, extraBytes - 4, true);
    for (const [index, value] of large.entries()) view.setBigUint64(50 + name.length + 8 * index, BigInt(value), true);
  }
  return bytes;
}

/** §4.3.14 to §4.3.16. */
function end(count: number, directoryAt: number, directoryBytes: number): Uint8Array {
  const { view, bytes } = room(56 + 20 + 22);
  view.setUint32(0, ZIP64_END, true);
  view.setBigUint64(4, 44n, true);
  view.setUint16(12, MADE_BY, true);
  view.setUint16(14, NEEDED, true);
  view.setBigUint64(24, BigInt(count), true);
  view.setBigUint64(32, BigInt(count), true);
  view.setBigUint64(40, BigInt(directoryBytes), true);
  view.setBigUint64(48, BigInt(directoryAt), true);
  view.setUint32(56, ZIP64_LOCATOR, true);
  view.setBigUint64(64, BigInt(directoryAt + directoryBytes), true);
  view.setUint32(72, 1, true);
  view.setUint32(76, END, true);
  view.setUint16(84, Math.min(count, 0xffff), true);
  view.setUint16(86, Math.min(count, 0xffff), true);
  view.setUint32(88, Math.min(directoryBytes, IN_ZIP64), true);
  view.setUint32(92, Math.min(directoryAt, IN_ZIP64), true);
  return bytes;
}

function room(length: number): { view: DataView; bytes: Uint8Array } {
  const bytes = new Uint8Array(length);
  return { bytes, view: new DataView(bytes.buffer) };
}

/** MS-DOS date and time, local as that format has it: 1980 to 2107, two seconds' resolution. */
function dosTime(at: Date): number {
  const year = Math.min(Math.max(at.getFullYear() - 1980, 0), 127);
  const date = (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  return date * 0x1_0000 + time;
}
