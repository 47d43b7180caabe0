import { expect, test } from "bun:test";
import { CLOSE } from "../../protocol/close-codes.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { isCloneOfLiveAgent, ofTwoAgents } from "./agent-rivals.ts";
import { keepHardware } from "./keep-hardware.ts";
import { DEFAULT_RELAY_LIMITS } from "./limits.ts";
import type { AgentLink } from "./links.ts";

const IDENTITY = { machineId: "m", name: "web-01", canWake: false, hardwareId: "original" };

const rival = (hardwareId: string | null) => ({ hardwareId, isOnKeptHardware: hardwareId === IDENTITY.hardwareId });

/** An agent that is connected, and what became of it. */
function connected(hardwareId: string | null, isAlive = true) {
  const closed: number[] = [];
  const end = new AbortController();
  const link = {
    ...rival(hardwareId),
    machineId: IDENTITY.machineId,
    origin: { machineId: IDENTITY.machineId, name: IDENTITY.name, address: null },
    gone: end.signal,
    isAlive: async () => isAlive,
    close: (code: number) => void closed.push(code),
  };
  return { link: link as unknown as AgentLink, closed, lose: () => end.abort() };
}

test.each([
  ["original", "original", "replaced"],
  ["original", "copy", "newcomer_is_clone"],
  ["copy", "original", "present_is_clone"],
  ["copy", "another copy", "newcomer_is_clone"],
  [null, "copy", "replaced"],
  ["original", null, "replaced"],
] as const)("with %p connected, %p coming in: %s", (present, newcomer, outcome) => {
  expect(ofTwoAgents(rival(present), rival(newcomer))).toBe(outcome);
});

test("a copy of one that answers is a copy; the original is not touched", async () => {
  const { link, closed } = connected("original");
  expect(await isCloneOfLiveAgent(link, IDENTITY, "copy")).toBe(true);
  expect(closed).toEqual([]);
});

test("an agent that does not answer any more is put out: its disk may have been moved", async () => {
  const { link, closed } = connected("original", false);
  expect(await isCloneOfLiveAgent(link, IDENTITY, "moved to")).toBe(false);
  expect(closed).toEqual([CLOSE.timedOut]);
});

test("nobody is asked for a sign of life where there is nothing to tell apart", async () => {
  const { link, closed } = connected("original", false);
  expect(await isCloneOfLiveAgent(undefined, IDENTITY, "copy")).toBe(false);
  expect(await isCloneOfLiveAgent(link, IDENTITY, "original")).toBe(false);
  expect(await isCloneOfLiveAgent(link, IDENTITY, null)).toBe(false);
  expect(closed).toEqual([]);
});

/** What is kept, as the services are told. */
function keeping(hardwareId: string | null, kept: string | null) {
  const clock = new ManualClock();
  const told: [string, string | null][] = [];
  const agent = connected(hardwareId);
  const services = {
    keepHardware: async (_: unknown, id: string, before: string | null) => void told.push([id, before]),
  };
  const options = { identity: { ...IDENTITY, hardwareId: kept }, services, clock, limits: DEFAULT_RELAY_LIMITS };
  keepHardware(agent.link, { ...options, reportFault: () => {} });
  return { clock, told, lose: agent.lose };
}

test("the first hardware is kept at once", () => {
  expect(keeping("first", null).told).toEqual([["first", null]]);
});

test("other hardware is kept once its agent has stayed for a minute", () => {
  const { clock, told } = keeping("other", "original");
  clock.advance(DEFAULT_RELAY_LIMITS.hardwareProvenMs - 1);
  expect(told).toEqual([]);
  clock.advance(1);
  expect(told).toEqual([["other", "original"]]);
});

test("other hardware whose agent has gone before is not kept, nor is what is kept already, nor nothing", () => {
  const gone = keeping("other", "original");
  gone.lose();
  const [same, silent] = [keeping("original", "original"), keeping(null, "original")];
  for (const { clock, told } of [gone, same, silent]) {
    clock.advance(DEFAULT_RELAY_LIMITS.hardwareProvenMs);
    expect(told).toEqual([]);
  }
});
