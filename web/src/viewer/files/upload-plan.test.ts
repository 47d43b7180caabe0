import { expect, test } from "bun:test";
import { planUpload, type SourceFile, uploadIdOf } from "./upload-plan.ts";

const file = (path: string, size: number): SourceFile => ({
  path,
  file: new File([new Uint8Array(size)], path, { lastModified: 7 }),
});

test("a few files go one by one", () => {
  expect(planUpload([file("a", 1), file("b", 2)]).map(({ kind }) => kind)).toEqual(["file", "file"]);
});

test("many small ones go together, large ones alone and after them", () => {
  const large = file("large", 2 * 1024 * 1024);
  const steps = planUpload([large, ...Array.from({ length: 1_200 }, (_, at) => file(`f${at}`, 10))]);
  expect(steps.map((step) => (step.kind === "file" ? step.source.path : step.sources.length))).toEqual([
    500,
    500,
    200,
    "large",
  ]);
});

test("a batch is not larger than its bound", () => {
  const steps = planUpload(Array.from({ length: 40 }, (_, at) => file(`f${at}`, 1024 * 1024)));
  expect(steps.map((step) => (step.kind === "batch" ? step.sources.length : 0))).toEqual([16, 16, 8]);
});

test("an upload is known again by name, size and time", () => {
  expect(uploadIdOf(file("a/b", 3))).toBe("a/b:3:7");
});
