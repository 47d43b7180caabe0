import { expect, test } from "bun:test";
import { MAX_RUN_OUTPUT_BYTES } from "../../../protocol/limits.ts";
import { ActiveTarget } from "./active-runs.ts";
import { followOutput } from "./follow-output.ts";

const END = '{"type":"end","exit_code":0,"truncated":false}\n';
const output = (data: string) => `${JSON.stringify({ type: "output", stream: "stdout", data })}\n`;

/** In pieces of so many bytes. */
function inPieces(text: string, pieceBytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, at + pieceBytes));
        at += pieceBytes;
      },
    },
    { highWaterMark: 0 },
  );
}

async function follow(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const target = new ActiveTarget();
  const end = await followOutput(stream, target);
  return { end, said: target.parts.map(({ data }) => data).join("") };
}

test("lines come whole, wherever the pieces are cut", async () => {
  const text = `${output("漢字 é 😀\n")}{"type":"tick"}\n${output("second")}${END}`;
  for (const pieceBytes of [1, 2, 3, 7, 1_000]) {
    const { end, said } = await follow(inPieces(text, pieceBytes));
    expect([pieceBytes, said, end?.exit_code]).toEqual([pieceBytes, "漢字 é 😀\nsecond", 0]);
  }
});

// By the square of its length it takes longer than a test may.
test("the longest line may come in the smallest pieces", async () => {
  const data = "x".repeat(MAX_RUN_OUTPUT_BYTES);
  const { end, said } = await follow(inPieces(output(data) + END, 8));
  expect([said.length, end?.exit_code]).toEqual([data.length, 0]);
});

test("a line without end, and lines without end, are broken off", async () => {
  const endless = (text: string) => {
    const piece = new TextEncoder().encode(text.repeat(Math.ceil(65_536 / text.length)));
    return new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: (controller) => controller.enqueue(piece) });
  };
  expect((await follow(endless("x"))).end).toBeNull();
  expect((await follow(endless(`{"type":"tick"${" ".repeat(1_000)}}\n`))).end).toBeNull();
});

test("what breaks the form, breaks off or goes silent has no end", async () => {
  expect((await follow(inPieces('{"type":"nonsense"}\n', 9))).end).toBeNull();
  expect((await follow(inPieces(output("half"), 9))).end).toBeNull();
  const silent = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: () => new Promise(() => {}) });
  expect(await followOutput(silent, new ActiveTarget(), 20)).toBeNull();
});
