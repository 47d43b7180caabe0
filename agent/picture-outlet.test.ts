import { expect, test } from "bun:test";
import { writeCursorPosition } from "../protocol/binary/cursor.ts";
import { writeWholeFrame } from "../protocol/binary/whole-frame.ts";
import { ManualClock } from "../test/fakes/manual-clock.ts";
import { createPictureOutlet } from "./picture-outlet.ts";

const STREAM = 7;
const jpeg = (mark: number) => Uint8Array.of(0xff, 0xd8, 0xff, mark);

function arrange(isPlain = false) {
  const clock = new ManualClock();
  const sent: Uint8Array[] = [];
  const socket = { waiting: 0 };
  const outlet = createPictureOutlet({
    isPlain,
    clock,
    sendBinary: (message) => void sent.push(message),
    bufferedBytes: () => socket.waiting,
  });
  outlet.setStream(STREAM);
  return { clock, sent, socket, outlet };
}

test("passes on what belongs to the stream, and nothing of another", () => {
  const { outlet, sent } = arrange();
  outlet.offer(writeCursorPosition({ stream: STREAM, x: 1, y: 2 }));
  outlet.offer(writeCursorPosition({ stream: STREAM - 1, x: 3, y: 4 }));
  expect(sent).toHaveLength(1);
});

test("of whole frames that meet a full socket only the newest is sent, as soon as there is room", () => {
  const { clock, outlet, sent, socket } = arrange();
  socket.waiting = 1_000_000;
  for (const mark of [1, 2, 3]) outlet.offer(writeWholeFrame(STREAM, jpeg(mark)));
  clock.advance(500);
  expect(sent).toEqual([]);
  socket.waiting = 0;
  clock.advance(500);
  expect(sent.map((message) => message.at(-1))).toEqual([3]);
});

test("a plain relay gets bare JPEG frames and nothing else", () => {
  const { outlet, sent } = arrange(true);
  outlet.offer(writeCursorPosition({ stream: STREAM, x: 1, y: 2 }));
  outlet.offer(writeWholeFrame(STREAM, jpeg(9)));
  expect(sent.map((message) => [...message])).toEqual([[0xff, 0xd8, 0xff, 9]]);
});

test("what waits is dropped when another stream begins", () => {
  const { clock, outlet, sent, socket } = arrange();
  socket.waiting = 1_000_000;
  outlet.offer(writeWholeFrame(STREAM, jpeg(1)));
  outlet.setStream(STREAM + 1);
  socket.waiting = 0;
  clock.advance(500);
  expect(sent).toEqual([]);
});
