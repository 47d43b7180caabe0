import { expect, test } from "bun:test";
import { createMissThrottle } from "./miss-throttle.ts";

test("whoever has a network of IPv6 has no more tries than whoever has one address", () => {
  const throttle = createMissThrottle({ address: 3 });
  const tries = Array.from({ length: 5 }, (_, index) => throttle.begin([`address:2001:db8::${index + 1}`]).kind);
  expect(tries).toEqual(["allowed", "allowed", "allowed", "blocked", "blocked"]);
  expect(throttle.begin(["address:2001:db8:0:1::1"]).kind).toBe("allowed");
});

test("what was no miss is taken back, from another address of the network, too", () => {
  const throttle = createMissThrottle({ address: 1 });
  for (let times = 0; times < 3; times++) {
    const attempt = throttle.begin([`address:2001:db8::${times}`]);
    expect(attempt.kind).toBe("allowed");
    if (attempt.kind === "allowed") attempt.succeeded();
  }
});
