import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { errorBody } from "../../protocol/rest/shapes.ts";
import { openSocket } from "../fakes/relay-world.ts";
import { account, type Caller, callerAt, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

let world: ServerWorld;
let admin: Person;
beforeAll(async () => {
  world = await startWorld("embedded");
  admin = await world.admin();
});
afterAll(() => world.stop());

describe("failures", () => {
  test("have one shape, whatever went wrong", async () => {
    const post = (body: unknown, headers = {}) => admin.ask("POST", "/api/enrollment-tokens", { body, headers });
    const answers = {
      400: await post({ max_uses: 0 }),
      401: await world.nobody.ask("GET", "/api/me"),
      403: await post({}, { Origin: "https://evil.example" }),
      404: await admin.ask("GET", "/api/none/of/these"),
      413: await post({ label: "x".repeat(300_000) }),
    };
    for (const [status, answer] of Object.entries(answers)) {
      expect(answer.status).toBe(Number(status));
      errorBody.strict().parse(answer.body);
    }
  });

  test("of a schema name the field", async () => {
    const { body } = await admin.ask("POST", "/api/enrollment-tokens", { body: { max_uses: 0, label: 7 } });
    const details = (body.error as { details: { path: string }[] }).details;
    expect(details.map(({ path }) => path).sort()).toEqual(["label", "max_uses"]);
  });

  test("of what is no JSON object are the caller's", async () => {
    for (const body of ["{", "null", "[]", '"text"', "[".repeat(100_000), '{"label":"\\ud800\\u0000"}']) {
      const answer = await admin.ask("POST", "/api/enrollment-tokens", { body });
      expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), 400]);
      errorBody.strict().parse(answer.body);
    }
    const plain = { body: "{}", headers: { "Content-Type": "text/plain" } };
    const { status, body } = await admin.ask("POST", "/api/enrollment-tokens", plain);
    expect([status, body.error]).toEqual([400, expect.objectContaining({ message: expect.stringContaining("JSON") })]);
  });

  test("do not come of no body, of nulls or of fields that are not known", async () => {
    const bodies = [
      undefined,
      "",
      { expires_at: null, max_uses: null, group_id: null },
      { id: "x", uses: 7, role: "admin" },
    ];
    for (const body of bodies) {
      const answer = await admin.ask("POST", "/api/enrollment-tokens", { body });
      expect([body, answer.status, answer.body.uses]).toEqual([body, 201, 0]);
    }
  });

  test("of lists name what was asked for amiss", async () => {
    const queries = [
      "limit=0",
      "limit=201",
      "limit=x",
      "limit=1&limit=2",
      "cursor=x",
      "cursor=%E0%A4%A",
      "cursor=WyJhIl0",
    ];
    for (const path of ["/api/machines", "/api/sessions", "/api/enrollment-tokens"]) {
      for (const query of queries) {
        const answer = await admin.ask("GET", `${path}?${query}`);
        expect([path, query, answer.status]).toEqual([path, query, 400]);
        errorBody.strict().parse(answer.body);
      }
    }
  });

  test("are answered with 404 also for a wrong method and an id that is none", async () => {
    const asks = [
      ["PUT", "/api/me"],
      ["OPTIONS", "/api/machines"],
      ["GET", "/api/agent/register"],
      ["POST", "/install.sh"],
      ["GET", "/api/machines/1"],
      ["DELETE", "/api/sessions/%E0%A4%A"],
    ] as const;
    for (const [method, path] of asks) {
      const answer = await admin.ask(method, path);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      errorBody.strict().parse(answer.body);
    }
  });

  test("meet a body of unknown length as it grows too long", async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(`"${"x".repeat(65_000)}",`)),
    });
    const response = await fetch(`${world.url}/api/enrollment-tokens`, {
      method: "POST",
      headers: { cookie: admin.cookie, Origin: world.url, "Content-Type": "application/json" },
      body: endless,
    });
    expect(response.status).toBe(413);
  });

  test("are 404 for every path that is not exactly one of ours", async () => {
    const paths = [
      "/api/machines/",
      "/API/me",
      "/api//me",
      "/setup/x",
      "/SetupWizard.aspx/anything",
      "/assets/../package.json",
    ];
    for (const path of [
      ...paths,
      "/assets/%2e%2e/index.html",
      "/downloads/..%2f..%2fpackage.json",
      "/.env",
      "/index.html",
    ]) {
      const answer = await admin.ask("GET", path);
      expect([path, answer.status]).toEqual([path, 404]);
      errorBody.parse(answer.body);
    }
  });
});

describe("requests that change something", () => {
  const create = (headers: Record<string, string>) =>
    callerAt(world.url, { cookie: admin.cookie }).ask("POST", "/api/enrollment-tokens", { body: {}, headers });

  test("are taken from our own pages only", async () => {
    const port = new URL(world.url).port;
    const refused: Record<string, string>[] = [
      { Origin: "https://evil.example" },
      { Origin: `http://localhost:${port}` },
      { Origin: `http://127.0.0.1:${Number(port) + 1}` },
      { Origin: `https://127.0.0.1:${port}` },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      {},
    ];
    for (const headers of refused) expect([headers, (await create(headers)).status]).toEqual([headers, 403]);
    for (const headers of [{ Origin: world.url }, { "Sec-Fetch-Site": "same-origin" }] as Record<string, string>[]) {
      expect([headers, (await create(headers)).status]).toEqual([headers, 201]);
    }
  });

  test("need no origin where no cookie could be abused", async () => {
    const answer = await world.nobody.ask("POST", "/api/auth/sign-in/email", {
      body: { email: account.email, password: account.password },
    });
    expect(answer.status).toBe(200);
  });
});

describe("every answer", () => {
  test("carries the security headers and an id", async () => {
    for (const path of [
      "/",
      "/api/me",
      "/api/nowhere",
      "/healthz",
      "/api/docs",
      "/install.sh",
      "/ws/agent",
      "/ws/nowhere",
    ]) {
      const { headers } = await world.nobody.ask("GET", path);
      expect([path, headers.get("content-security-policy")]).toEqual([
        path,
        expect.stringContaining("default-src 'none'"),
      ]);
      expect(headers.get("content-security-policy")).not.toContain("unsafe-inline");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
    expect((await world.nobody.ask("GET", "/healthz")).headers.get("x-request-id")).toBeTruthy();
    expect((await admin.ask("GET", "/api/me")).headers.get("cache-control")).toBe("no-store");
  });

  test("keeps cookies from scripts and other sites", async () => {
    const answer = await world.nobody.ask("POST", "/api/auth/sign-in/email", {
      body: { email: account.email, password: account.password },
    });
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax/i);
  });
});

test("a HEAD is answered as its GET, with its length and without its body", async () => {
  for (const path of ["/api/me", "/api/machines", "/install.sh", "/healthz", "/api/docs"]) {
    const get = await admin.ask("GET", path);
    const head = await fetch(world.url + path, { method: "HEAD", headers: { cookie: admin.cookie } });
    expect([path, head.status, await head.text()]).toEqual([path, get.status, ""]);
    for (const name of ["content-length", "content-type", "cache-control"]) {
      expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
    }
  }
});

describe("behind https", () => {
  const origin = "https://help.example.com";
  let behind: ServerWorld;
  let secured: Caller;
  beforeAll(async () => {
    behind = await startWorld("embedded", { APP_URL: origin, TRUSTED_PROXIES: "127.0.0.1" });
    const { setupLink } = behind.server;
    expect(setupLink).toStartWith(`${origin}/setup#code=`);
    const code = decodeURIComponent(new URL(setupLink ?? "").hash.slice("#code=".length));
    secured = callerAt(behind.url, { Origin: origin, "X-Forwarded-For": "192.0.2.7" });
    await secured.ask("POST", "/api/auth/sign-up/email", { body: { ...account, setup_code: code } });
  });
  afterAll(() => behind.stop());

  test("cookies are secure ones and the browser is told to stay with https", async () => {
    const { status, headers } = await secured.ask("POST", "/api/auth/sign-in/email", {
      body: { email: account.email, password: account.password },
    });
    expect(status).toBe(200);
    expect(headers.get("set-cookie")).toContain("__Secure-");
    expect(headers.get("set-cookie")).toContain("Secure");
    expect(headers.get("strict-transport-security")).toContain("max-age=");
    expect(headers.get("content-security-policy")).toContain("wss://help.example.com");
  });

  test("the one-liner's script names the public address", async () => {
    const { body } = await secured.ask("GET", "/install.sh");
    expect(String(body.text)).toContain(`SERVER='${origin}'`);
  });
});

test("a viewer's socket through a trusted proxy has the origin that people see; others can't claim one", async () => {
  const behind = await startWorld("embedded", { TRUSTED_PROXIES: "127.0.0.1" });
  const direct = await startWorld("embedded");
  const headers = {
    Origin: "https://help.example.com",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "help.example.com",
  };
  // Let in, and then told that it brought no token; or never a socket at all.
  expect(await closeCodeOf(behind.url, headers)).toBe(4401);
  expect(await closeCodeOf(direct.url, headers)).toBe(1006);
  await Promise.all([behind.stop(), direct.stop()]);
});

async function closeCodeOf(url: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const socket = openSocket(`${url.replace("http", "ws")}/ws/viewer`, { headers });
  socket.onclose = ({ code }) => resolve(code);
  return await promise;
}

test("liveness and readiness are told apart when the server stops", async () => {
  const draining = await startWorld("embedded");
  expect((await draining.nobody.ask("GET", "/readyz")).status).toBe(200);
  draining.server.drain();
  const ready = await draining.nobody.ask("GET", "/readyz");
  expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, expect.any(String)]);
  expect((await draining.nobody.ask("GET", "/healthz")).status).toBe(200);
  await draining.stop();
});
