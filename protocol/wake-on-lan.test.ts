import { expect, test } from "bun:test";
import { broadcastOf, magicPacket, subnetOf, wakeableAddresses } from "./wake-on-lan.ts";

test("the magic packet is six bytes of FF and the address sixteen times", () => {
  const packet = magicPacket("00:16:3E:12:34:56");
  expect(Buffer.from(packet).toString("hex")).toBe("ff".repeat(6) + "00163e123456".repeat(16));
  expect(magicPacket("00-16-3e-12-34-56")).toEqual(packet);
});

test.each(["", "00:16:3e:12:34", "00:16:3e:12:34:5g", "00:16:3e:12:34:56:78", "0:16:3e:12:34:56"])(
  "%p is refused as an address",
  (mac) => {
    expect(() => magicPacket(mac)).toThrow(RangeError);
  },
);

test.each([
  ["192.168.1.20", "255.255.255.0", "192.168.1.0/24", "192.168.1.255"],
  ["10.20.30.40", "255.0.0.0", "10.0.0.0/8", "10.255.255.255"],
  ["172.16.5.130", "255.255.255.192", "172.16.5.128/26", "172.16.5.191"],
  ["203.0.113.7", "255.255.255.255", "203.0.113.7/32", "203.0.113.7"],
])("%s with %s is in %s and is reached at %s", (address, netmask, subnet, broadcast) => {
  expect(subnetOf({ address, netmask })).toBe(subnet);
  expect(broadcastOf({ address, netmask })).toBe(broadcast);
});

test("only IPv4 addresses of real interfaces can be woken over", () => {
  const lan = { address: "192.168.1.20", netmask: "255.255.255.0", family: "IPv4", internal: false };
  const others = [
    { ...lan, family: "IPv6", address: "fe80::1", netmask: "ffff:ffff:ffff:ffff::" },
    { ...lan, internal: true, address: "127.0.0.1" },
  ];
  expect(wakeableAddresses([others, [lan], undefined])).toEqual([lan]);
});
