import { expect, test } from "bun:test";
import { createScriptRun, runWords } from "./script-run.ts";

const output = (data: string, offset?: number, stream: "stdout" | "stderr" = "stdout") => {
  return { type: "script_output" as const, stream, data, offset };
};

test("what is sent again after a broken connection is shown once", () => {
  const written: string[] = [];
  const run = createScriptRun(
    "r1",
    (text) => written.push(text),
    () => {},
  );
  run.hear(output("0123", 0));
  run.hear(output("234567", 2));
  run.hear(output("0123", 0));
  expect(written.join("")).toBe("01234567");
  expect(run.offset()).toBe(8);
});

test("what comes before what was missed is asked for in its place", () => {
  const written: string[] = [];
  const asked: number[] = [];
  const run = createScriptRun(
    "r1",
    (text) => written.push(text),
    (offset) => asked.push(offset),
  );
  run.hear(output("01", 0));
  run.hear(output("67", 6));
  run.hear(output("89", 8));
  expect(asked).toEqual([2]);
  run.hear(output("23456789", 2));
  expect(written.join("")).toBe("0123456789");
});

test("what is lost is told", () => {
  const written: string[] = [];
  const run = createScriptRun(
    "r1",
    (text) => written.push(text),
    () => {},
  );
  run.hear({ ...output("late", 100), lost: true });
  expect(written.join("")).toContain("lost");
  expect(run.offset()).toBe(104);
});

test("errors are red, unless they bring colours of their own", () => {
  const written: string[] = [];
  const run = createScriptRun(
    "r1",
    (text) => written.push(text),
    () => {},
  );
  run.hear(output("no", 0, "stderr"));
  run.hear(output("\x1b[1mno", 2, "stderr"));
  expect(written).toEqual(["\x1b[31mno\x1b[39m", "\x1b[1mno"]);
});

test("says how it ended", () => {
  const run = createScriptRun(
    "r1",
    () => {},
    () => {},
  );
  expect(runWords(run.state())).toBe("Running");
  run.end({ exit_code: 3 });
  expect(runWords(run.state())).toBe("Exit code 3");
  const ended = { kind: "ended", exitCode: null, isTruncated: true, message: null } as const;
  expect(runWords({ ...ended, reason: "timed_out" })).toContain("10 MiB");
});
