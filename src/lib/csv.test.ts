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

test("a negative number is a number", () => {
  expect(csvRecord([-3, "a-b"])).toBe("-3,a-b\r\n");
});
