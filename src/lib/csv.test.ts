import { expect, test } from "bun:test";
import { csvRecord } from "./csv.ts";

test("cells are quoted where they must be, and a record ends as RFC 4180 says", () => {
  expect(csvRecord(["plain", 'say "hi"', "a,b", "two\nlines", null, 12])).toBe(
    'plain,"say ""hi""","a,b","two\nlines",,12\r\n',
  );
});

test("what a spreadsheet would run is text", () => {
  for (const cell of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
    expect(csvRecord([cell]).replace(/^"/, "")).toStartWith(`'${cell[0]}`);
  }
  expect(csvRecord(['=HYPERLINK("http://x","y")'])).toBe('"\'=HYPERLINK(""http://x"",""y"")"\r\n');
});

test("neither space, nor a wide form, nor a control character hides a formula", () => {
  const cells = [" =1", "\n=1", "\u00A0@x", "\uFF1D1+1", "\uFF0B1"];
  for (const cell of cells) expect(csvRecord([cell]).replace(/^"/, "")).toStartWith(`'${cell[0]}`);
  expect(csvRecord(["\x1b]0;x\x07", "\x01=1"])).toBe("\uFFFD]0;x\uFFFD,\uFFFD=1\r\n");
});

test("nor does one begin where a spreadsheet with another separator begins a cell", () => {
  expect(csvRecord(["x;=1+1;y", "a\tb\t @c", "- one\n- two"])).toBe(`x;'=1+1;y,a\tb\t' @c,"'- one\n'- two"\r\n`);
  expect(csvRecord(["a;b", "three-quarters; a=b"])).toBe("a;b,three-quarters; a=b\r\n");
});

test("a negative number is a number", () => {
  expect(csvRecord([-3, "a-b"])).toBe("-3,a-b\r\n");
});
