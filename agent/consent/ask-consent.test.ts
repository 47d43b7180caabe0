import { expect, test } from "bun:test";
import { createAskConsent } from "./ask-consent.ts";
import { type Dialog, dialogPrograms } from "./dialog-programs.ts";
import { questionText } from "./question.ts";

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

test("no dialog program takes the question for markup, an escape or an option", () => {
  const question = questionText({ technician: "--help <b>bold</b> & co \\n", permissions: undefined, reason: "--ok" });
  for (const dialog of dialogPrograms) {
    const argv = dialog.arguments("Remote support", question);
    const environment = dialog.environment?.("Remote support", question) ?? {};
    const carrier = argv.find((argument) => argument.includes("bold"));
    if (carrier === undefined) {
      expect(Object.values(environment)).toContain(question);
      continue;
    }
    const isOption = carrier.startsWith("-") && !carrier.startsWith("--text=");
    // What a script is handed stands after it, and a sentence of ours comes first.
    expect(isOption && !argv.includes("end run")).toBe(false);
    const isEscaped = carrier.includes("&lt;b&gt;") || argv.includes("--no-markup") || argv.includes("end run");
    expect(isEscaped).toBe(true);
  }
});

test("a technician's name that looks like an option is no option of the Mac's script", () => {
  const mac = dialogPrograms.find(({ path }) => path.endsWith("osascript"));
  const argv = mac?.arguments("Remote support", questionText({ technician: "-e", permissions: [] })) ?? [];
  expect(argv.slice(argv.indexOf("end run") + 1)).toEqual(["Remote support", expect.stringContaining("-e asks")]);
});

test("the question says who, why and what, each once", () => {
  const text = questionText({
    technician: "Ada",
    permissions: ["view", "control", "key_combo", "wake"],
    reason: "The printer\nis stuck",
  });
  expect(text).toContain("Ada asks to connect");
  expect(text).toContain("Reason: The printer is stuck");
  expect(text.match(/mouse/g)).toHaveLength(1);
  expect(text).not.toContain("wake");
});

test("the installation's own words stand under what is asked, as text of few lines", () => {
  const consentText = `By agreeing you accept\n\n\tour terms\u202e.\n${"line\n".repeat(100)}${"x".repeat(10_000)}`;
  const text = questionText({ technician: "Ada", permissions: ["view"], consentText });
  expect(text).toContain("By agreeing you accept\nour terms .\nline");
  expect(text.startsWith("Ada asks to connect")).toBe(true);
  expect(text.endsWith("No answer within 30 seconds is a no.")).toBe(true);
  expect(text.split("\n").length).toBeLessThan(20);
  expect(text).not.toContain("xxx");
  expect(questionText({ technician: "Ada", permissions: ["view"], consentText: " \n" })).toBe(
    questionText({ technician: "Ada", permissions: ["view"] }),
  );
});

test("input is shut out before the dialog opens, and let in again after it, however it ends", async () => {
  for (const one of [yes, no, broken, program("/nonexistent/program")]) {
    const steps: string[] = [];
    const spied: Dialog = {
      ...one,
      arguments: (...texts) => {
        steps.push("dialog");
        return one.arguments(...texts);
      },
    };
    const shutOutInput = async () => {
      steps.push("shut");
      return () => void steps.push("open");
    };
    await createAskConsent({ findDisplay: found, programs: [spied], shutOutInput })(request());
    expect(steps).toEqual(one.path.startsWith("/nonexistent") ? [] : ["shut", "dialog", "open"]);
  }
});

test("where there is no display, the terminal is asked", async () => {
  const problem = { kind: "problem" as const, problem: "no_display" as const, message: "No desktop is running" };
  const asked: string[] = [];
  for (const [line, granted] of [
    ["yes", true],
    ["Y", true],
    ["", false],
    ["no", false],
    [null, false],
  ] as const) {
    const terminal = {
      isInteractive: () => true,
      print: () => {},
      async ask(question: string) {
        asked.push(question);
        return line;
      },
      onLine: () => () => {},
    };
    const ask = createAskConsent({ findDisplay: async () => problem, terminal });
    expect(await ask(request())).toMatchObject({ granted });
  }
  expect(asked[0]).toContain("Ada asks to connect");
});
