import { expect, test } from "bun:test";
import { MAX_SCRIPT_OUTPUT_BYTES } from "../../protocol/limits.ts";
import { KeptOutput } from "./kept-output.ts";

test("each part says what came before it, over both streams", () => {
  const output = new KeptOutput();
  expect(output.add("stdout", "one")).toEqual({ stream: "stdout", data: "one", offset: 0 });
  expect(output.add("stderr", "zwei")).toEqual({ stream: "stderr", data: "zwei", offset: 3 });
  expect(output.since(2)).toEqual([
    { stream: "stdout", data: "e", offset: 2 },
    { stream: "stderr", data: "zwei", offset: 3 },
  ]);
  expect(output.since(7)).toEqual([]);
});

test("ends at the bound, in bytes and between characters", () => {
  const output = new KeptOutput();
  output.add("stdout", "x".repeat(MAX_SCRIPT_OUTPUT_BYTES - 3));
  expect(output.add("stdout", "éé")?.data).toBe("é");
  expect(output.isTruncated).toBe(true);
  expect(output.add("stdout", "more")).toBeNull();
});

test("keeps the latest, and says where what is kept begins", () => {
  const output = new KeptOutput();
  for (let part = 0; part < 30; part++) output.add("stdout", String(part % 10).repeat(100_000));
  const [first] = output.since(0);
  expect(first?.offset).toBeGreaterThan(1_500_000);
  expect(output.since(0).reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(1_048_576 + 100_000);
});
