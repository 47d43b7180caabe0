import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { type ServerWorld, startWorld } from "../fakes/server-world.ts";

setDefaultTimeout(60_000);

type Operation = {
  parameters?: { name: string; in: string }[];
  responses: Record<string, object>;
  requestBody?: object;
  security?: object[];
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: object };

let world: ServerWorld;
let document: Document;
beforeAll(async () => {
  world = await startWorld("embedded");
  document = (await world.nobody.ask<Document>("GET", "/api/openapi.json")).body;
});
afterAll(() => world.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(document)).toEqual({ valid: true });
  expect(document.openapi).toStartWith("3.1");
});

test("every reference leads somewhere, and every path parameter is declared", () => {
  for (const [, reference = ""] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)) {
    const target = reference
      .split("/")
      .slice(1)
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document);
    expect([reference, typeof target]).toEqual([reference, "object"]);
  }
  for (const { path, operation } of operations()) {
    const declared = (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name);
    expect([path, declared]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)]);
  }
});

test("names what the contract has, each with how it is refused", () => {
  expect(
    operations()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual([
    "DELETE /api/api-keys/{id}",
    "DELETE /api/auth-providers/{id}",
    "DELETE /api/auth/identities/{id}",
    "DELETE /api/auth/passkeys/{id}",
    "DELETE /api/enrollment-tokens/{id}",
    "DELETE /api/groups/{id}",
    "DELETE /api/groups/{id}/members/{user_id}",
    "DELETE /api/invites/{id}",
    "DELETE /api/machines/{id}",
    "DELETE /api/recordings/{id}",
    "DELETE /api/saved-filters/{id}",
    "DELETE /api/scripts/{id}",
    "DELETE /api/sessions/{id}",
    "DELETE /api/sessions/{id}/files",
    "DELETE /api/sign-ins",
    "DELETE /api/sign-ins/{id}",
    "DELETE /api/support-links/{id}",
    "DELETE /api/users/{id}",
    "DELETE /api/users/{id}/second-factor",
    "DELETE /api/waiting-machines/{id}",
    "DELETE /api/webhooks/{id}",
    "GET /api/agent/streams/{id}",
    "GET /api/api-keys",
    "GET /api/audit",
    "GET /api/audit.csv",
    "GET /api/audit/verify",
    "GET /api/auth-providers",
    "GET /api/auth/callback",
    "GET /api/auth/get-session",
    "GET /api/auth/identities",
    "GET /api/auth/providers",
    "GET /api/auth/second-factors",
    "GET /api/branding",
    "GET /api/branding/logo/{hash}",
    "GET /api/client",
    "GET /api/client/stream",
    "GET /api/docs",
    "GET /api/enrollment-tokens",
    "GET /api/enrollment-tokens/{id}/machines",
    "GET /api/events",
    "GET /api/groups",
    "GET /api/groups/{id}",
    "GET /api/help/{token}",
    "GET /api/invites",
    "GET /api/invites/by-token/{token}",
    "GET /api/machines",
    "GET /api/machines/all",
    "GET /api/machines/{id}",
    "GET /api/machines/{id}/thumbnail",
    "GET /api/me",
    "GET /api/openapi.json",
    "GET /api/password-resets/by-token/{token}",
    "GET /api/recordings",
    "GET /api/recordings/{id}",
    "GET /api/recordings/{id}/content",
    "GET /api/recordings/{id}/index",
    "GET /api/saved-filters",
    "GET /api/script-runs",
    "GET /api/script-runs/{id}",
    "GET /api/script-runs/{id}/machines/{machine_id}/output",
    "GET /api/scripts",
    "GET /api/scripts/{id}",
    "GET /api/sessions",
    "GET /api/sessions.csv",
    "GET /api/sessions/{id}",
    "GET /api/sessions/{id}/clipboard",
    "GET /api/sessions/{id}/files",
    "GET /api/sessions/{id}/files/content",
    "GET /api/settings",
    "GET /api/setup",
    "GET /api/sign-ins",
    "GET /api/support-links",
    "GET /api/users",
    "GET /api/users/{id}",
    "GET /api/waiting-machines",
    "GET /api/webhooks",
    "GET /api/webhooks/{id}",
    "GET /api/webhooks/{id}/deliveries",
    "GET /downloads/{name}",
    "GET /healthz",
    "GET /help/{token}/download/{platform}",
    "GET /install.sh",
    "GET /metrics",
    "GET /readyz",
    "PATCH /api/auth-providers/{id}",
    "PATCH /api/auth/passkeys/{id}",
    "PATCH /api/enrollment-tokens/{id}",
    "PATCH /api/groups/{id}",
    "PATCH /api/machines/{id}",
    "PATCH /api/scripts/{id}",
    "PATCH /api/sessions/{id}",
    "PATCH /api/sessions/{id}/files/content",
    "PATCH /api/settings",
    "PATCH /api/users/{id}",
    "PATCH /api/webhooks/{id}",
    "POST /api/agent/heartbeat",
    "POST /api/agent/register",
    "POST /api/agent/session-code",
    "POST /api/api-keys",
    "POST /api/auth-providers",
    "POST /api/auth/authenticator",
    "POST /api/auth/authenticator/confirm",
    "POST /api/auth/authenticator/turn-off",
    "POST /api/auth/change-password",
    "POST /api/auth/passkey-challenge",
    "POST /api/auth/passkeys",
    "POST /api/auth/passkeys/options",
    "POST /api/auth/prove",
    "POST /api/auth/prove/passkey",
    "POST /api/auth/providers/{id}/start",
    "POST /api/auth/recovery-codes",
    "POST /api/auth/request-password-reset",
    "POST /api/auth/reset-password",
    "POST /api/auth/sign-in/email",
    "POST /api/auth/sign-in/passkey",
    "POST /api/auth/sign-in/second-factor",
    "POST /api/auth/sign-out",
    "POST /api/auth/sign-up/email",
    "POST /api/auth/update-user",
    "POST /api/enrollment-tokens",
    "POST /api/enrollment-tokens/{id}/renew",
    "POST /api/groups",
    "POST /api/invites",
    "POST /api/invites/{id}/resend",
    "POST /api/machines/bulk",
    "POST /api/machines/{id}/sessions",
    "POST /api/machines/{id}/wake",
    "POST /api/saved-filters",
    "POST /api/script-runs",
    "POST /api/script-runs/{id}/stop",
    "POST /api/scripts",
    "POST /api/sessions/join",
    "POST /api/sessions/{id}/files/batch",
    "POST /api/sessions/{id}/files/folders",
    "POST /api/sessions/{id}/files/rename",
    "POST /api/sessions/{id}/join",
    "POST /api/settings/mail/test",
    "POST /api/support-links",
    "POST /api/support-links/{id}/session",
    "POST /api/users/{id}/password-reset",
    "POST /api/waiting-machines/{id}/accept",
    "POST /api/webhooks",
    "POST /api/webhooks/{id}/deliveries/{delivery_id}/retry",
    "POST /api/webhooks/{id}/test",
    "PUT /api/agent/streams/{id}",
    "PUT /api/groups/{id}/members/{user_id}",
    "PUT /api/sessions/{id}/clipboard",
    "PUT /api/sessions/{id}/files/content",
  ]);
  for (const { method, path, operation } of operations()) {
    const needed = [operation.security && "401", operation.requestBody && "413", path.includes("{id}") && "404"];
    for (const status of needed.filter(Boolean))
      expect([method, path, Object.keys(operation.responses)]).toEqual([
        method,
        path,
        expect.arrayContaining([status]),
      ]);
  }
});

test("names no route that is not there, and asks for proof where it says so", async () => {
  for (const { method, path, operation } of operations()) {
    const address = path.replace("{name}", "manifest.json").replace(/\{(id|user_id)\}/g, () => Bun.randomUUIDv7());
    const headers = operation.requestBody ? { "Content-Type": "application/json" } : undefined;
    const answer = await fetch(world.url + address, { method, headers });
    const text = await answer.text();
    expect([method, path, text]).not.toEqual([method, path, expect.stringContaining("there is no GET")]);
    expect([method, path, text]).not.toEqual([method, path, expect.stringContaining(`there is no ${method}`)]);
    const isAnswered401 = operation.security !== undefined && !path.startsWith("/api/agent/heartbeat");
    if (isAnswered401) expect([method, path, answer.status]).toEqual([method, path, 401]);
  }
});

test("names no route that the documentation leaves out", async () => {
  const pages = ["protocol.md", "operations.md"].map((name) =>
    Bun.file(new URL(`../../docs/${name}`, import.meta.url)),
  );
  const documentation = (await Promise.all(pages.map((page) => page.text()))).join("\n");
  // By the last word of its path: the tables name resources and what is below them, not each route in full.
  const wordOf = (path: string) => path.split("/").findLast((part) => part !== "" && !part.startsWith("{")) ?? "";
  const paths = Object.keys(document.paths);
  expect(paths.filter((path) => !new RegExp(`\\b${RegExp.escape(wordOf(path))}\\b`).test(documentation))).toEqual([]);
});

test("has a page to try it that needs nothing from elsewhere and nothing inline", async () => {
  const { body, headers } = await world.nobody.ask("GET", "/api/docs");
  expect(headers.get("content-type")).toContain("text/html");
  const page = String(body.text);
  expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=|https?:\/\//);
  for (const [, path = ""] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect([path, (await world.nobody.ask("GET", path)).status]).toEqual([path, 200]);
  }
});
