/** Cuts the X server's byte stream into packets: replies with their length, errors and events of 32 bytes. */

const PACKET_BYTES = 32;
const REPLY = 1;
const GENERIC_EVENT = 35;

export class PacketReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Nothing can be cut off before this many bytes are here: a large image then arrives without being copied often. */
  #wanted = PACKET_BYTES;

  /** @param onPacket called for each whole packet; the packet may be kept */
  add(chunk: Buffer, onPacket: (packet: Buffer) => void): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#wanted) return;
    let unread = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#bytes);
    this.#wanted = PACKET_BYTES;
    while (unread.length >= PACKET_BYTES) {
      const length = packetBytes(unread);
      if (unread.length < length) {
        this.#wanted = length;
        break;
      }
      onPacket(unread.subarray(0, length));
      unread = unread.subarray(length);
    }
    this.#chunks = unread.length > 0 ? [unread] : [];
    this.#bytes = unread.length;
  }
}

function packetBytes(start: Buffer): number {
  const type = start.readUInt8(0) & 0x7f;
  return type === REPLY || type === GENERIC_EVENT ? PACKET_BYTES + 4 * start.readUInt32LE(4) : PACKET_BYTES;
}
