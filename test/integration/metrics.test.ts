/** `/metrics`: who may read it, and that its figures are those of what happened. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openSocket, TestSocket } from "../fakes/relay-world.ts";
import { DATABASES, type Person, type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

const TOKEN = "q8Jd2mVx0RkT5zWn";

describe.each(DATABASES)("on the %s database", (kind) => {
  let world: ServerWorld;
  let admin: Person;
  beforeAll(async () => {
    world = await startWorld(kind, { METRICS_TOKEN: TOKEN });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const ask = (headers: Record<string, string>) => world.nobody.ask<{ text: string }>("GET", "/metrics", { headers });
  const read = async () => (await ask({ Authorization: `Bearer ${TOKEN}` })).body.text;
  const figure = async (series: string) => {
    const line = (await read()).split("\n").find((one) => one.startsWith(`${series} `));
    return line === undefined ? null : Number(line.slice(series.length + 1));
  };

  test("administrators and whoever has the token read it, nobody else", async () => {
    const member = await world.addUser("Mem");
    expect((await admin.ask("GET", "/metrics")).status).toBe(200);
    const answer = await ask({ Authorization: `Bearer ${TOKEN}` });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
    expect((await member.ask("GET", "/metrics")).status).toBe(403);
    for (const token of ["", `${TOKEN}x`, TOKEN.slice(1), TOKEN.toLowerCase()]) {
      expect((await ask({ Authorization: `Bearer ${token}` })).status).toBe(401);
    }
    expect((await ask({})).status).toBe(401);
  });

  test("every line is one that Prometheus reads", async () => {
    for (const line of (await read()).trim().split("\n")) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? -?[\d.e+-]+|\w+\{.*le="\+Inf".*\} \d+|)$/,
      );
    }
  });

  test("requests are counted by the pattern of their route, whatever ids are in them", async () => {
    for (let times = 0; times < 3; times++) await admin.ask("GET", `/api/machines/${Bun.randomUUIDv7()}`);
    await admin.ask("GET", "/no/such/page/anywhere");
    const series = 'remotelink_http_requests_total{method="GET",route="/api/machines/:id",status="404"}';
    expect(await figure(series)).toBe(3);
    expect(await read()).not.toMatch(/no\/such\/page|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  test("agents, viewers, sessions and what they say are counted, and gone when they go", async () => {
    const machine = await world.addMachine("web-01");
    const agent = new TestSocket(
      openSocket(`${world.url.replace("http", "ws")}/ws/agent`, {
        headers: { Authorization: `Bearer ${machine.accessKey}`, "X-Machine-Id": machine.id },
      }),
    );
    await agent.opened;
    const { body } = await admin.ask("POST", `/api/machines/${machine.id}/sessions`, { body: {} });
    const viewer = new TestSocket(
      openSocket(`${world.url.replace("http", "ws")}/ws/viewer?session_id=${body.session_id}`, {
        headers: { Origin: world.url },
        protocols: ["remotelink.v1", `remotelink.token.${body.viewer_token}`],
      }),
    );
    await viewer.opened;
    await viewer.settled();
    const names = ["agents_online", "viewers", "live_sessions"];
    const gauges = async () => Promise.all(names.map((name) => figure(`remotelink_${name}`)));
    expect(await gauges()).toEqual([1, 1, 1]);
    const received = 'remotelink_relay_messages_total{side="viewers",direction="received"}';
    const before = (await figure(received)) ?? 0;
    await viewer.settled();
    expect(await figure(received)).toBe(before + 1);
    expect(await figure('remotelink_relay_bytes_total{side="viewers",direction="sent"}')).toBeGreaterThan(0);
    await admin.ask("DELETE", `/api/sessions/${body.session_id}`);
    await viewer.closed;
    agent.socket.close();
    await agent.closed;
    expect(await gauges()).toEqual([0, 0, 0]);
  });

  test("the database's state and the log's length are told", async () => {
    expect(await figure("remotelink_database_up")).toBe(1);
    expect(await figure("remotelink_database_latency_seconds")).toBeGreaterThan(0);
    const { body } = await admin.ask<{ count: number }>("GET", "/api/audit/verify");
    expect(await figure("remotelink_audit_rows")).toBe(body.count);
    const statements = await figure("remotelink_database_statements_total");
    if (kind === "embedded") expect(statements).toBeNull();
    else expect(statements).toBeGreaterThan(10);
  });
});
