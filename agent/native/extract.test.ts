import { expect, test } from "bun:test";
import { extractLibrary } from "./extract.ts";

test("a library that is a file already is used where it is", () => {
  expect(extractLibrary("/opt/lib/libturbojpeg.so.0")).toBe("/opt/lib/libturbojpeg.so.0");
});
