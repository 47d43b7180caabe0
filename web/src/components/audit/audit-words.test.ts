import { expect, test } from "bun:test";
import { detailLines, sentenceParts } from "./audit-words.ts";

const row = (action: string, name: string) =>
  ({ action, target: { kind: "machine", id: null, name } }) as Parameters<typeof sentenceParts>[0];

test("the target stands within the sentence", () => {
  expect(sentenceParts(row("session.ended", "web-01"))).toEqual({
    before: "ended the session on ",
    target: "web-01",
    after: "",
  });
  expect(sentenceParts(row("user.signed_in", "Ada"))).toEqual({ before: "signed in", target: "", after: "" });
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
