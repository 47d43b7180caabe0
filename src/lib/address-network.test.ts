import { expect, test } from "bun:test";
import { networkOf } from "./address-network.ts";

test("of IPv6 all addresses of a /64 are one, however they are written, and its neighbours are others", () => {
  const own = ["2001:db8:0:1::1", "2001:DB8::1:0:0:0:2", "2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::1.2.3.4"];
  for (const address of own) expect([address, networkOf(address)]).toEqual([address, "2001:db8:0:1::/64"]);
  expect(networkOf("2001:db8:0:2::1")).toBe("2001:db8:0:2::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
});

test("what is no IPv6 address stays as it is", () => {
  for (const address of ["192.0.2.1", "unknown", ""]) expect(networkOf(address)).toBe(address);
});
