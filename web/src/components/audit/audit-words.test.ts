import { expect, test } from "bun:test";
import { AUDIT_ACTIONS } from "../../../../protocol/audit-actions.ts";
import { actorWords, detailLines, sentenceParts } from "./audit-words.ts";

type Row = Parameters<typeof sentenceParts>[0];

const row = (action: string, name: string, targetId: string | null = null) => {
  const actor = { kind: "user", id: "tess", name: "Tess Tech" };
  return { action, actor, target: { kind: "user", id: targetId, name } } as Row;
};

function said(shown: Row): string {
  const { before, target, after } = sentenceParts(shown);
  return `${actorWords(shown.actor)} ${before}${target}${after}`;
}

test("the target stands within the sentence", () => {
  expect(sentenceParts(row("session.ended", "web-01"))).toEqual({
    before: "ended the session on ",
    target: "web-01",
    after: "",
  });
  expect(sentenceParts(row("user.signed_in", "Ada"))).toEqual({ before: "signed in", target: "", after: "" });
});

test("what somebody did to themselves is said without naming them twice", () => {
  expect(said(row("user.authenticator_added", "Tess Tech", "tess"))).toBe("Tess Tech set up an authenticator app");
  expect(said(row("user.role_changed", "Tess Tech", "tess"))).toBe("Tess Tech changed their own role");
  expect(said(row("user.role_changed", "Bob", "bob"))).toBe("Tess Tech changed the role of Bob");
  // A namesake is somebody else.
  expect(said(row("user.password_changed", "Tess Tech", "other"))).toBe("Tess Tech changed the password of Tess Tech");
});

test("an agent is not told of its own machine twice", () => {
  const actor = { kind: "agent", id: "m", name: "web-01" };
  const target = { kind: "machine", id: "m", name: "web-01" };
  expect(said({ action: "session.ended", actor, target } as Row)).toBe("The agent of web-01 ended the session");
});

test("whatever is done to an account can be said of one's own", () => {
  const doubled = Object.entries(AUDIT_ACTIONS).filter(
    ([action, words]) =>
      action.startsWith("user.") &&
      action !== "user.created" &&
      words.kind !== "refusals" &&
      said(row(action, "Tess Tech", "tess")).split("Tess Tech").length > 2,
  );
  expect(doubled).toEqual([]);
});

test("an action of a newer server is named as it is", () => {
  expect(sentenceParts(row("moon.landed", "Eagle"))).toMatchObject({ before: "moon.landed ", target: "Eagle" });
});

test("details are lines of words", () => {
  const details = { session_id: "s", by_code: true, paths: ["/a", "/b"], from: null, filter: { actor: "x" } };
  expect(detailLines(details)).toEqual([
    { name: "by code", value: "yes" },
    { name: "paths", value: "/a, /b" },
    { name: "from", value: "none" },
    { name: "filter", value: '{"actor":"x"}' },
  ]);
});

test("what the command line did is told apart from what the server does by itself", () => {
  const target = { kind: "installation", id: null, name: "" };
  const byHand = { action: "server.backed_up", actor: { kind: "system", id: null, name: "command line" }, target };
  expect(said(byHand as Row)).toStartWith("Somebody at the command line ");
  expect(actorWords({ kind: "system", id: null, name: "retention" })).toBe("The server");
});

test("a try to sign in that names nobody is said as one", () => {
  const actor = { kind: "nobody", id: null, name: "" };
  const refused = { action: "user.sign_in_refused", actor, target: { kind: "user", id: null, name: "" } } as Row;
  expect(said(refused)).toBe("Someone not signed in was refused a sign-in as somebody unknown");
});
