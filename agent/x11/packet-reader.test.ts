import { expect, test } from "bun:test";
import { PacketReader } from "./packet-reader.ts";

function packet(type: number, extraUnits = 0): Buffer {
  const bytes = Buffer.alloc(32 + extraUnits * 4, type);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt32LE(extraUnits, 4);
  return bytes;
}

test("gives whole packets, however the stream is cut", () => {
  const packets = [packet(1, 3), packet(12), packet(0), packet(35, 2), packet(0x80 | 35, 1), packet(1)];
  const stream = Buffer.concat(packets);
  for (const step of [1, 5, 31, 32, 33, 100, stream.length]) {
    const reader = new PacketReader();
    const read: Buffer[] = [];
    for (let at = 0; at < stream.length; at += step) {
      reader.add(stream.subarray(at, at + step), (whole) => read.push(Buffer.from(whole)));
    }
    expect(read).toEqual(packets);
  }
});

test("an event's length field is no length", () => {
  const event = packet(12);
  event.writeUInt32LE(1_000_000, 4);
  const read: number[] = [];
  new PacketReader().add(event, (whole) => read.push(whole.length));
  expect(read).toEqual([32]);
});
