/** Every route × everybody: what each is answered. A route that is in the API's document and not in the table fails. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createThrottles } from "../../src/services/throttles.ts";
import { type AuthorizationWorld, startAuthorizationWorld } from "../fakes/authorization-world.ts";
import { CALLERS, ROWS } from "./authorization-rows.ts";

setDefaultTimeout(60_000);

let world: AuthorizationWorld;
beforeAll(async () => {
  world = await startAuthorizationWorld();
});
afterAll(() => world.stop());

test("every route of the API's document is in the table, and no other", async () => {
  const document = await world.operations();
  expect(ROWS.map(({ route }) => route).sort()).toEqual(document.sort());
});

describe.each([...ROWS])("$route", ({ route, answers, target }) => {
  test.each(
    CALLERS.map((caller, column) => [caller, answers.split(/\s+/)[column] ?? "no answer in the table"] as const),
  )("asked by %s: %s", async (caller, expected) => {
    // Misses of one cell are none of the next one's.
    Object.assign(world.server.services.throttles, createThrottles());
    const [method = "", path = ""] = route.split(" ");
    const { parameters = {}, body, query = "", headers } = (await target?.(world, caller)) ?? {};
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? Bun.randomUUIDv7());
    const status = await world.ask(caller, method, address + query, body, headers);
    expect(`${status}`).toBe(expected);
  });
});
