/** Reads the counts out of `bun test`'s JUnit report. */
export type SuiteResult = { passed: number; failed: number; skipped: string[] };

/** A report that was never written (the runner crashed) counts as no tests; the caller looks at the exit code, too. */
export async function readJunit(path: string): Promise<SuiteResult> {
  const result: SuiteResult = { passed: 0, failed: 0, skipped: [] };
  const report = Bun.file(path);
  if (!(await report.exists())) return result;
  for (const [, attributes = "", closing, body = ""] of (await report.text()).matchAll(
    /<testcase\b([^>]*?)(?:(\/>)|>([\s\S]*?)<\/testcase>)/g,
  )) {
    if (!closing && /<(failure|error)\b/.test(body)) result.failed++;
    else if (!closing && /<skipped\b/.test(body)) result.skipped.push(describe(attributes));
    else result.passed++;
  }
  return result;
}

function describe(attributes: string): string {
  const value = (name: string) => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? "";
  return `${value("file")}: ${value("name")}`
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&gt;", ">");
}
