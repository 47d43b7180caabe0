import { afterAll, beforeAll, expect, test } from "bun:test";
import { STREAM_ANSWER_HEADER } from "../../protocol/messages/stream-request.ts";
import { createMachineThumbnail } from "./machine-thumbnail.ts";

const FOUND = { kind: "found", access: { display: ":1", authority: null } } as const;
const PICTURE = Uint8Array.from([0xff, 0xd8]);

let server: ReturnType<typeof Bun.serve>;
let answers: { code?: string; bytes: number }[] = [];
beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { code } = JSON.parse(request.headers.get(STREAM_ANSWER_HEADER) ?? "{}");
      answers.push({ code, bytes: (await request.bytes()).length });
      return new Response();
    },
  });
});
afterAll(() => server.stop(true));

function thumbnail({ isOn = true } = {}) {
  answers = [];
  let nowMs = 0;
  let taken = 0;
  const answering = createMachineThumbnail({
    isOn,
    findDisplay: async () => FOUND,
    async take() {
      taken++;
      return PICTURE;
    },
    clock: { now: () => nowMs, after: () => () => {} },
  });
  return {
    look: () =>
      answering.answer({ server: server.url.origin, streamId: "s", headers: {} }, new AbortController().signal),
    pass: (ms: number) => {
      nowMs += ms;
    },
    taken: () => taken,
  };
}

test("a look is answered with a picture", async () => {
  const { look } = thumbnail();
  await look();
  expect(answers).toEqual([{ code: undefined, bytes: 2 }]);
});

test("however often a server asks, the screen is captured three times a minute at most", async () => {
  const { look, pass, taken } = thumbnail();
  for (let second = 0; second < 60; second++) {
    await look();
    pass(1_000);
  }
  expect(taken()).toBe(3);
  expect(answers[1]).toEqual({ code: "too_soon", bytes: 0 });
});

test("where it is switched off nothing is captured", async () => {
  const { look, taken } = thumbnail({ isOn: false });
  await look();
  expect([taken(), answers]).toEqual([0, [{ code: "thumbnails_off", bytes: 0 }]]);
});
