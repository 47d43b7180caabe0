import { expect, test } from "bun:test";
import { delayLevel } from "./delay-level.ts";

test("a delay is amber above 150 ms and red above 400 ms", () => {
  expect([150, 151, 400, 401].map(delayLevel)).toEqual(["good", "slow", "slow", "bad"]);
});
