import { expect, test } from "bun:test";
import type { Permission } from "../../protocol/permissions.ts";
import type { ConsentAnswer, ConsentRequest } from "./ask-consent.ts";
import { createSessionConsent } from "./session-consent.ts";

const log = { info: () => {}, warn: () => {}, detail: () => {} };
const viewer = (name: string, ...permissions: Permission[]) => ({ id: name, name, email: `${name}@x`, permissions });
const YES: ConsentAnswer = { granted: true };
const NO: ConsentAnswer = { granted: false, reason: "declined", explanation: "no" };

function world(options: { isAttended?: boolean; allowed?: Permission[] } = {}) {
  const said: Record<string, unknown>[] = [];
  const questions: { request: ConsentRequest; answer(answer: ConsentAnswer): Promise<void> }[] = [];
  const consent = createSessionConsent({
    isAttended: options.isAttended ?? true,
    allowed: options.allowed,
    ask(request) {
      const { promise, resolve } = Promise.withResolvers<ConsentAnswer>();
      questions.push({
        request,
        async answer(answer) {
          resolve(answer);
          await Bun.sleep(0);
        },
      });
      return promise;
    },
    say: (message) => said.push(message),
    changed: () => said.push({ type: "changed" }),
    log,
  });
  return { said, questions, consent };
}
const ask = (...permissions: Permission[]) => ({ technician: "Ada", permissions, reason: "printer" });

test("an unattended machine asks nobody", () => {
  const { consent, questions } = world({ isAttended: false });
  consent.wanted(ask("view"));
  consent.viewers([viewer("Grace", "view", "terminal")]);
  expect(questions).toEqual([]);
  expect(consent.isGranted && consent.allows("terminal")).toBe(true);
});

test("the answer says what was agreed to, and that bounds everybody", async () => {
  const { consent, questions, said } = world();
  consent.wanted(ask("view", "chat"));
  expect(consent.isGranted).toBe(false);
  expect(questions[0]?.request).toMatchObject({ technician: "Ada", reason: "printer", permissions: ["view", "chat"] });
  await questions[0]?.answer(YES);
  expect(said).toEqual([{ type: "consent", granted: true, permissions: ["view", "chat"] }, { type: "changed" }]);
  expect([consent.allows("chat"), consent.allows("control")]).toEqual([true, false]);
});

test("what the machine's policy does not allow is not even asked for", async () => {
  const { consent, questions } = world({ allowed: ["view"] });
  consent.wanted(ask("view", "control"));
  expect(questions[0]?.request.permissions).toEqual(["view"]);
  await questions[0]?.answer(YES);
  consent.viewers([viewer("Grace", "view", "terminal")]);
  expect(questions).toHaveLength(1);
});

test("who joins with no more than was agreed to is not asked for; who may more is, by name and wish", async () => {
  const { consent, questions, said } = world();
  consent.wanted(ask("view", "chat"));
  await questions[0]?.answer(YES);
  consent.viewers([viewer("Ada", "view", "chat"), viewer("Bob", "view")]);
  expect(questions).toHaveLength(1);
  consent.viewers([viewer("Ada", "view", "chat"), viewer("Grace", "view", "control", "wake")]);
  expect(questions[1]?.request).toMatchObject({ technician: "Grace", permissions: ["control"], isFurther: true });
  await questions[1]?.answer(YES);
  expect(said.slice(-3)).toEqual([
    { type: "consent_asked", viewer_id: "Grace", permissions: ["control"] },
    { type: "consent", granted: true, permissions: ["view", "chat", "control"], viewer_id: "Grace" },
    { type: "changed" },
  ]);
  expect(consent.allows("control")).toBe(true);
});

test("a no to more leaves the session as it was, and a reload asks no second time", async () => {
  const { consent, questions, said } = world();
  consent.wanted(ask("view"));
  await questions[0]?.answer(YES);
  consent.viewers([viewer("Grace", "view", "control")]);
  await questions[1]?.answer(NO);
  expect(said.at(-1)).toMatchObject({ granted: false, viewer_id: "Grace" });
  expect(consent.isGranted && !consent.allows("control")).toBe(true);
  consent.viewers([{ ...viewer("Grace", "control", "view"), id: "Grace after a reload" }]);
  expect(questions).toHaveLength(2);
});

test("two who want more are asked for one after the other", async () => {
  const { consent, questions } = world();
  consent.wanted(ask("view"));
  await questions[0]?.answer(YES);
  consent.viewers([viewer("Grace", "control"), viewer("Bob", "terminal")]);
  expect(questions).toHaveLength(2);
  await questions[1]?.answer(NO);
  expect(questions[2]?.request.technician).toBe("Bob");
});

test("who came while the first was being asked for is asked for afterwards", async () => {
  const { consent, questions } = world();
  consent.wanted(ask("view"));
  consent.viewers([viewer("Ada", "view"), viewer("Grace", "view", "control")]);
  expect(questions).toHaveLength(1);
  await questions[0]?.answer(YES);
  expect(questions[1]?.request.technician).toBe("Grace");
});

test("a question that nobody waits for any more is withdrawn, and asked anew when somebody does", async () => {
  const { consent, questions, said } = world();
  consent.wanted(ask("view"));
  consent.withdraw();
  expect(questions[0]?.request.signal.aborted).toBe(true);
  await questions[0]?.answer(YES);
  expect(said).toEqual([]);
  consent.wanted(ask("view"));
  expect(questions).toHaveLength(2);
});

test("a no stands in the same session", async () => {
  const { consent, questions, said } = world();
  consent.wanted(ask("view"));
  await questions[0]?.answer(NO);
  consent.wanted(ask("view"));
  expect(questions).toHaveLength(1);
  expect(said.at(-1)).toMatchObject({ granted: false, reason: "declined" });
});
