import { expect, test } from "bun:test";
import { parseDisplay } from "./display-address.ts";

test("reads local displays with and without a screen", () => {
  expect(parseDisplay(":0")).toMatchObject({ number: 0, screen: 0 });
  expect(parseDisplay("unix:12.1")).toMatchObject({ number: 12, screen: 1 });
  expect(parseDisplay(":7")?.socketPaths).toEqual(["\0/tmp/.X11-unix/X7", "/tmp/.X11-unix/X7"]);
});

test("refuses displays of other machines and what is no display", () => {
  for (const display of ["", "host:0", "localhost:10.0", "0", ":", ":x", ":0.0.0", ":0/../../etc"]) {
    expect(parseDisplay(display)).toBeNull();
  }
});
