import { expect, test } from "bun:test";
import { CLOSE } from "../../../protocol/close-codes.ts";
import { phaseOf, type SessionFacts } from "./phase.ts";

const LIVE: SessionFacts = {
  link: { kind: "open", attempt: 0 },
  session: { state: "active" },
  stream: { state: "ok" },
  hasPicture: true,
  broken: null,
};
const closed = (code: number, reason = ""): SessionFacts => ({ ...LIVE, link: { kind: "closed", code, reason } });

test("is active with an active session and a picture", () => {
  expect(phaseOf(LIVE)).toEqual({ kind: "active" });
});

test("is connecting until the session has answered and a picture was painted", () => {
  expect(phaseOf({ ...LIVE, link: { kind: "connecting", attempt: 0 }, session: null })).toEqual({ kind: "connecting" });
  expect(phaseOf({ ...LIVE, session: null })).toEqual({ kind: "connecting" });
  expect(phaseOf({ ...LIVE, hasPicture: false })).toEqual({ kind: "connecting" });
});

test("is reconnecting from the loss until the session has answered", () => {
  const waiting: SessionFacts = { ...LIVE, link: { kind: "waiting", attempt: 2, retryAt: 77 }, session: null };
  expect(phaseOf(waiting)).toEqual({ kind: "reconnecting", attempt: 2, retryAt: 77 });
  for (const kind of ["connecting", "open"] as const) {
    const trying: SessionFacts = { ...LIVE, link: { kind, attempt: 2 }, session: null };
    expect(phaseOf(trying)).toEqual({ kind: "reconnecting", attempt: 2, retryAt: null });
  }
});

test("tells why there is no picture, but not before the machine is there", () => {
  const stream = { state: "problem", problem: "wayland", message: "Log in with Xorg." } as const;
  expect(phaseOf({ ...LIVE, stream })).toEqual({
    kind: "no_picture",
    problem: "wayland",
    message: "Log in with Xorg.",
  });
  expect(phaseOf({ ...LIVE, stream, session: { state: "agent_offline" } })).toEqual({ kind: "agent_offline" });
});

test("waits for consent, until a time or without one", () => {
  const consent_until = "2026-01-01T00:00:00.000Z";
  expect(phaseOf({ ...LIVE, session: { state: "waiting_consent", consent_until } })).toEqual({
    kind: "waiting_consent",
    until: Date.parse(consent_until),
  });
  expect(phaseOf({ ...LIVE, session: { state: "waiting_consent" } })).toEqual({ kind: "waiting_consent", until: null });
});

test("ends with the reason that was given last", () => {
  expect(phaseOf({ ...closed(CLOSE.sessionEnded, "ended"), session: { state: "ended", reason: "by Ada" } })).toEqual({
    kind: "ended",
    reason: "by Ada",
  });
  expect(phaseOf({ ...closed(CLOSE.sessionEnded, "declined"), session: null })).toEqual({
    kind: "ended",
    reason: "declined",
  });
  expect(phaseOf({ ...LIVE, session: { state: "ended" } })).toEqual({ kind: "ended", reason: null });
});

test("tells a replaced connection from a refused one", () => {
  expect(phaseOf(closed(CLOSE.replaced)).kind).toBe("replaced");
  for (const code of [CLOSE.badCredentials, CLOSE.noSuchSession, CLOSE.notAllowed]) {
    expect(phaseOf(closed(code)).kind).toBe("refused");
  }
});

test("asks for a reload where the page cannot show pictures at all", () => {
  expect(phaseOf({ ...LIVE, broken: "the worker did not start" })).toEqual({
    kind: "refused",
    message: "the worker did not start. Reload the page.",
  });
});
