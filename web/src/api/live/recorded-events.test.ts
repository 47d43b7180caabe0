import { expect, test } from "bun:test";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import { fetchLive, noteEvents, noteStreamState } from "./recorded-events.ts";

const removed = (machineId: string): LiveEvent => ({ type: "machine.removed", machine_id: machineId });
const without = (list: string[], event: LiveEvent) =>
  event.type === "machine.removed" ? list.filter((id) => id !== event.machine_id) : list;

test("what happens between a list's request and its answer is in the answer", async () => {
  noteStreamState("live");
  const answer = Promise.withResolvers<string[]>();
  const requested = Promise.withResolvers<void>();
  const list = fetchLive(() => {
    requested.resolve();
    return answer.promise;
  }, without);
  await requested.promise;
  noteEvents([removed("a")]);
  answer.resolve(["a", "b"]);
  expect(await list).toEqual(["b"]);
});

test("a list is asked for once the stream listens", async () => {
  noteStreamState("connecting");
  let isRequested = false;
  const list = fetchLive(async () => {
    isRequested = true;
    return [];
  }, without);
  expect(isRequested).toBe(false);
  noteStreamState("live");
  await list;
  expect(isRequested).toBe(true);
});

test("what happened before the request is left to the answer", async () => {
  noteStreamState("live");
  noteEvents([removed("a")]);
  expect(await fetchLive(async () => ["a"], without)).toEqual(["a"]);
});
