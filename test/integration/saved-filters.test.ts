import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { MAX_SAVED_FILTERS, type SavedFilter } from "../../protocol/rest/saved-filters.ts";
import { DATABASES, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let person: Person;
  let other: Person;
  beforeAll(async () => {
    world = await startWorld(kind);
    await world.admin();
    [person, other] = [await world.addUser("Per"), await world.addUser("Oth")];
  });
  afterAll(() => world.stop());

  const save = (name: string, query: string, by = person) =>
    by.ask("POST", "/api/saved-filters", { body: { name, query } });
  const list = async (by = person) => (await by.ask<{ items: SavedFilter[] }>("GET", "/api/saved-filters")).body.items;

  test("one's own are kept by name, and are nobody else's", async () => {
    expect((await save("Servers", "?tag=server&state=online")).status).toBe(201);
    expect(await list()).toMatchObject([{ name: "Servers", query: "?tag=server&state=online" }]);
    expect(await list(other)).toEqual([]);
  });

  test("saved again under its name, it takes the place of the one before", async () => {
    await save("Servers", "?tag=server");
    expect((await list()).map(({ name, query }) => [name, query])).toEqual([["Servers", "?tag=server"]]);
  });

  test("what is no query of an address is refused", async () => {
    for (const query of ["", "tag=server", "?a b", "?a#b", `?q=${"x".repeat(1_001)}`, "https://evil.example"]) {
      expect([query, (await save("Bad", query)).status]).toEqual([query, 400]);
    }
    expect((await save(" ", "?a=b")).status).toBe(400);
  });

  test("one too many is refused, and the others stay", async () => {
    for (let index = 0; index < MAX_SAVED_FILTERS; index++) await save(`Filter ${index}`, "?q=x", other);
    const answer = await save("One more", "?q=x", other);
    expect([answer.status, answer.body.error]).toMatchObject([409, { code: "too_many_filters" }]);
    expect(await list(other)).toHaveLength(MAX_SAVED_FILTERS);
  });

  test("one's own is removed, another's is not there", async () => {
    const [filter] = await list();
    expect((await other.ask("DELETE", `/api/saved-filters/${filter?.id}`)).status).toBe(404);
    expect((await person.ask("DELETE", `/api/saved-filters/${filter?.id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
  });
});
