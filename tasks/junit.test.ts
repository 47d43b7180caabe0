import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJunit } from "./junit.ts";

async function read(report: string) {
  const path = join(tmpdir(), `remotelink-junit-${process.pid}.xml`);
  await Bun.write(path, report);
  const result = await readJunit(path);
  await Bun.file(path).delete();
  return result;
}

test("counts passed, failed and skipped tests", async () => {
  const result = await read(`<testsuites><testsuite>
    <testcase name="a" file="x.test.ts" />
    <testcase name="b" file="x.test.ts"><failure type="AssertionError" /></testcase>
    <testcase name="c (needs &quot;xclip&quot;)" file="x.test.ts"><skipped /></testcase>
  </testsuite></testsuites>`);
  expect(result).toEqual({ passed: 1, failed: 1, skipped: ['x.test.ts: c (needs "xclip")'] });
});

test("a report that was never written counts as no tests", async () => {
  expect(await readJunit("/nonexistent/report.xml")).toEqual({ passed: 0, failed: 0, skipped: [] });
});
