/** What a page elsewhere, or a person who sends more than they should, gets from each route that changes something. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createThrottles } from "../../src/services/throttles.ts";
import { type AuthorizationWorld, type Caller, startAuthorizationWorld } from "../fakes/authorization-world.ts";
import { ROWS, type Row } from "./authorization-rows.ts";

setDefaultTimeout(60_000);

let world: AuthorizationWorld;
beforeAll(async () => {
  world = await startAuthorizationWorld();
});
afterAll(() => world.stop());

const CHANGING = ROWS.filter(({ route }) => !route.startsWith("GET "));
const FOREIGN_ORIGINS = ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"];

async function send(row: Row, caller: Caller, more: { body?: object; headers?: Record<string, string> }) {
  Object.assign(world.server.services.throttles, createThrottles());
  const [method = "", path = ""] = row.route.split(" ");
  const { parameters = {}, body, query = "", headers = {} } = (await row.target?.(world, caller)) ?? {};
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? Bun.randomUUIDv7()) + query;
  const isObject = typeof body === "object" && body !== null;
  const sent = isObject ? { ...body, ...more.body } : body;
  return world.ask(caller, method, address, sent, { ...headers, ...more.headers });
}

describe.each([...CHANGING])("$route", (row) => {
  test("is refused to a page of another origin, whoever's browser shows it", async () => {
    for (const origin of FOREIGN_ORIGINS) {
      expect([origin, await send(row, "admin", { headers: { Origin: origin } })]).toEqual([origin, 403]);
    }
  });

  test("is refused where the browser says that it comes from another site", async () => {
    const headers = { Origin: "", "Sec-Fetch-Site": "cross-site" };
    expect(await send(row, "admin", { headers })).toBe(403);
  });
});

describe("fields that nobody asked for", () => {
  /** What would be worth a try, by the names of our columns and of everybody's. */
  const UNASKED = {
    id: Bun.randomUUIDv7(),
    user_id: Bun.randomUUIDv7(),
    created_by: Bun.randomUUIDv7(),
    owner_id: Bun.randomUUIDv7(),
    isAdmin: true,
    is_admin: true,
    memberships: {},
    is_temporary: true,
    quarantined_at: null,
    __proto__: { role: "admin" },
    constructor: { prototype: { role: "admin" } },
  };
  const withObjects = CHANGING.filter(({ target }) => target !== undefined);

  test.each(withObjects.map((row) => [row.route, row] as const))("%s takes none of them", async (_, row) => {
    const [plain, more] = [await send(row, "keeper", {}), await send(row, "keeper", { body: UNASKED })];
    expect(more).toBe(plain);
    const { body } = await world.people.keeper.ask("GET", "/api/me");
    expect(body).toMatchObject({ id: world.people.keeper.id, role: "user" });
  });

  test("a role, of oneself", async () => {
    await world.people.member.ask("POST", "/api/auth/update-user", { body: { name: "Mem", role: "admin" } });
    expect((await world.people.member.ask("GET", "/api/me")).body).toMatchObject({ role: "user" });
  });

  test("a machine's group, by who manages no machine of that group", async () => {
    const { id } = await world.addMachine();
    const path = `/api/machines/${id}`;
    const body = { group_id: world.otherGroupId };
    expect((await world.people.keeper.ask("PATCH", path, { body })).status).toBe(403);
    expect((await world.people.keeper.ask("GET", path)).body).toMatchObject({ group_id: world.groupId });
  });
});

describe("whoever guesses", () => {
  const timeOf = async (ask: () => Promise<unknown>) => {
    const started = performance.now();
    await ask();
    return performance.now() - started;
  };
  const signIn = (email: string) => async () => {
    Object.assign(world.server.services.throttles, createThrottles());
    const body = { email, password: "not the password at all" };
    return world.people.stranger.ask("POST", "/api/auth/sign-in/email", { body, headers: { cookie: "" } });
  };

  test("is answered alike for an account that is there and for one that is not", async () => {
    const [known, unknown] = [await signIn(world.people.member.email)(), await signIn("nobody@example.com")()];
    expect(unknown.status).toBe(known.status);
    expect(unknown.body).toEqual(known.body);
  });

  test("does not learn it from the time that it takes: both are compared with a hash", async () => {
    const rounds = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 3; round++) {
      rounds.known.push(await timeOf(signIn(world.people.member.email)));
      rounds.unknown.push(await timeOf(signIn("nobody@example.com")));
    }
    // Not a bound on time: without the hash the least is a hundredth of the other.
    expect(Math.min(...rounds.unknown)).toBeGreaterThan(Math.min(...rounds.known) / 4);
  });

  test("is answered alike for a machine of others and for one that is not there", async () => {
    const ask = (id: string) => world.people.stranger.ask("GET", `/api/machines/${id}`);
    const [foreign, unknown] = [await ask(world.machine.id), await ask(Bun.randomUUIDv7())];
    expect(unknown.status).toBe(foreign.status);
    expect(unknown.body).toEqual(foreign.body);
  });
});

test("no address sends a browser elsewhere", async () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "/%2f%2fevil.example",
    "/sign-in?return=https://evil.example",
  ];
  for (const path of elsewhere) {
    const response = await fetch(new URL(world.server.url).origin + path, { redirect: "manual" });
    await response.body?.cancel();
    expect([path, response.headers.get("location")]).toEqual([path, null]);
  }
});
