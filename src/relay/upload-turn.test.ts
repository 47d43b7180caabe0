import { beforeEach, expect, test } from "bun:test";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import type { ViewerLink } from "./links.ts";
import { UploadTurn } from "./upload-turn.ts";

const viewer = (name: string) => ({ id: name, name }) as unknown as ViewerLink;
const ada = viewer("Ada");
const grace = viewer("Grace");

let clock: ManualClock;
let turn: UploadTurn;
beforeEach(() => {
  clock = new ManualClock();
  turn = new UploadTurn(clock);
});

const codeOf = (by: ViewerLink, type: string) => {
  const refusal = turn.refusal(by, type);
  return refusal === null ? null : JSON.parse(refusal).code;
};

test("one upload goes at a time, and the next once that has ended", () => {
  expect(codeOf(ada, "file_upload_start")).toBeNull();
  expect(codeOf(grace, "file_upload_start")).toBe("upload_busy");
  expect(codeOf(grace, "file_upload_chunk")).toBe("upload_broken_off");
  expect(codeOf(ada, "file_upload_chunk")).toBeNull();
  expect(codeOf(ada, "file_upload_end")).toBeNull();
  expect(codeOf(grace, "file_upload_start")).toBeNull();
  expect(codeOf(ada, "file_upload_chunk")).toBe("upload_broken_off");
});

test("who leaves, and who sends nothing for long, keeps nobody waiting", () => {
  turn.refusal(ada, "file_upload_start");
  turn.leave(grace);
  expect(codeOf(grace, "file_upload_start")).toBe("upload_busy");
  turn.leave(ada);
  expect(codeOf(grace, "file_upload_start")).toBeNull();
  clock.advance(29_000);
  turn.refusal(grace, "file_upload_chunk");
  clock.advance(29_000);
  expect(codeOf(ada, "file_upload_start")).toBe("upload_busy");
  clock.advance(1_000);
  expect(codeOf(ada, "file_upload_start")).toBeNull();
  expect(codeOf(grace, "file_upload_chunk")).toBe("upload_broken_off");
});

test("whatever is no upload passes, and one's own may begin anew", () => {
  turn.refusal(ada, "file_upload_start");
  expect(codeOf(grace, "file_download")).toBeNull();
  expect(codeOf(ada, "file_upload_start")).toBeNull();
});
