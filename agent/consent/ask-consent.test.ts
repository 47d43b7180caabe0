import { expect, test } from "bun:test";
import { createAskConsent } from "./ask-consent.ts";
import { type Dialog, dialogPrograms } from "./dialog-programs.ts";

const found = async () => ({ kind: "found" as const, access: { display: ":0", authority: null } });
const request = (signal = new AbortController().signal) => ({
  technician: "Ada",
  permissions: ["view" as const],
  signal,
});

/** A real process in place of the dialog: what it answers is its exit code. */
const program = (path: string, ...argv: string[]): Dialog => ({ path, arguments: () => argv });
const yes = program("/bin/true");
const no = program("/bin/false");
const silent = program("/bin/sleep", "60");
const broken = program("/bin/sh", "-c", "exit 127");

test("a yes is a yes", async () => {
  const ask = createAskConsent({ findDisplay: found, programs: [yes] });
  expect(await ask(request())).toEqual({ granted: true });
});

test("a no is a no", async () => {
  const ask = createAskConsent({ findDisplay: found, programs: [no] });
  expect(await ask(request())).toMatchObject({ granted: false, reason: "declined" });
});

test("silence is a no, and the dialog goes away", async () => {
  const ask = createAskConsent({ findDisplay: found, programs: [silent], timeoutMs: 50 });
  expect(await ask(request())).toMatchObject({ granted: false, reason: "no_answer" });
});

test("a dialog that cannot be shown is a no", async () => {
  const ask = createAskConsent({ findDisplay: found, programs: [broken] });
  expect(await ask(request())).toMatchObject({ granted: false, reason: "no_display" });
});

test("no display and no dialog program are each a no with its reason", async () => {
  const problem = { kind: "problem" as const, problem: "no_display" as const, message: "No desktop is running" };
  const without = createAskConsent({ findDisplay: async () => problem, programs: [yes] });
  expect(await without(request())).toMatchObject({ granted: false, explanation: "No desktop is running" });
  const missing = createAskConsent({ findDisplay: found, programs: [program("/nonexistent/zenity")] });
  expect(await missing(request())).toMatchObject({ granted: false, explanation: expect.stringContaining("install") });
});

test("the dialog goes away when nobody waits for its answer any more", async () => {
  const waiting = new AbortController();
  const ask = createAskConsent({ findDisplay: found, programs: [silent] });
  const answer = ask(request(waiting.signal));
  waiting.abort();
  expect(await answer).toMatchObject({ granted: false });
});

test("a technician's name is text and one line, whatever it holds", async () => {
  const shown: string[] = [];
  const spy: Dialog = {
    path: "/bin/true",
    arguments(_, question) {
      shown.push(question);
      return [];
    },
  };
  const ask = createAskConsent({ findDisplay: found, programs: [spy] });
  await ask({ ...request(), technician: "Eve\n\nIT department\u202e <b>says</b> --yes" });
  expect(shown[0]?.split("\n")[0]).toBe("Eve IT department  <b>says</b> --yes asks to connect to this computer.");
});

test("no dialog program takes the question for markup or for a flag", () => {
  for (const dialog of dialogPrograms) {
    const argv = dialog.arguments("Remote support", "--help <b>bold</b> & co");
    const carrier = argv.find((argument) => argument.includes("bold"));
    expect(carrier?.startsWith("--help")).toBe(false);
    const isEscaped = carrier?.includes("&lt;b&gt;") || argv.includes("--no-markup");
    expect(isEscaped).toBe(true);
  }
});
