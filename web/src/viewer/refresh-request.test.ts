import { beforeEach, expect, test } from "bun:test";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { RefreshRequest } from "./refresh-request.ts";

let clock: ManualClock;
let asked: number;
let refresh: RefreshRequest;
beforeEach(() => {
  clock = new ManualClock();
  asked = 0;
  refresh = new RefreshRequest(clock, () => asked++);
});

test("asks at once for the first picture that was lost", () => {
  refresh.need();
  expect(asked).toBe(1);
});

test("asks once more for all that are lost soon after", () => {
  for (let lost = 0; lost < 10; lost++) refresh.need();
  expect(asked).toBe(1);
  clock.advance(60_000);
  expect(asked).toBe(2);
});

test("asks for nothing that was lost on a connection before", () => {
  refresh.need();
  refresh.need();
  refresh.reset();
  clock.advance(60_000);
  expect(asked).toBe(1);
  refresh.need();
  expect(asked).toBe(2);
});
