import { expect, test } from "bun:test";
import { findCookie, MIT_MAGIC_COOKIE } from "./xauthority.ts";

const LOCAL = 256;
const WILD = 65_535;

function entry(family: number, address: string, display: string, cookie: string, protocol = MIT_MAGIC_COOKIE): Buffer {
  const field = (text: string) =>
    Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), Buffer.from(text)]);
  return Buffer.concat([
    Buffer.from([family >> 8, family & 0xff]),
    field(address),
    field(display),
    field(protocol),
    field(cookie),
  ]);
}

const textOf = (cookie: Uint8Array | null) => cookie && Buffer.from(cookie).toString();

test("finds the cookie of this host and display", () => {
  const file = Buffer.concat([
    entry(LOCAL, "other", "0", "other host"),
    entry(LOCAL, "here", "1", "other display"),
    entry(LOCAL, "here", "0", "right"),
  ]);
  expect(textOf(findCookie(file, 0, "here"))).toBe("right");
});

test("takes an entry for any host, and for any display, where none is its own", () => {
  const file = Buffer.concat([entry(LOCAL, "elsewhere", "0", "foreign"), entry(WILD, "", "", "any")]);
  expect(textOf(findCookie(file, 0, "here"))).toBe("any");
});

test("takes a renamed host's entry rather than none", () => {
  expect(textOf(findCookie(entry(LOCAL, "old name", "3", "kept"), 3, "here"))).toBe("kept");
});

test("leaves other protocols and other displays alone", () => {
  const file = Buffer.concat([entry(LOCAL, "here", "0", "x", "XDM-AUTHORIZATION-1"), entry(LOCAL, "here", "2", "y")]);
  expect(findCookie(file, 0, "here")).toBeNull();
});

test("reads what is whole of a file that is cut anywhere", () => {
  const first = entry(LOCAL, "here", "0", "first");
  const file = Buffer.concat([first, entry(LOCAL, "here", "1", "second")]);
  for (let length = 0; length < file.length; length++) {
    const cookie = textOf(findCookie(file.subarray(0, length), 0, "here"));
    expect(cookie).toBe(length >= first.length ? "first" : null);
  }
});
