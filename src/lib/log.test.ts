import { expect, test } from "bun:test";
import { DrizzleQueryError } from "drizzle-orm";
import { createLog, redactUrl } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLog("trace", { write: (line: string) => void lines.push(line) }));
  return JSON.parse(lines.join(""));
}

test("a failed statement is told without what it was given", () => {
  const cause = Object.assign(new Error("no such table"), { code: "42P01", detail: "Key (token)=(secret)" });
  const error = new DrizzleQueryError("select * from t where token = $1", ["secret\nof two lines"], cause);
  const line = logged((log) => log.error({ err: error }, "failed"));
  expect(JSON.stringify(line)).not.toMatch(/secret|two lines/);
  expect(line.err).toMatchObject({
    message: "failed query: select * from t where token = $1: no such table",
    stack: expect.stringContaining("caused by: Error: no such table"),
    code: "42P01",
  });
});

test("fields that hold secrets are cut out, wherever a request has them", () => {
  const line = logged((log) =>
    log.info({ headers: { authorization: "Bearer s1", cookie: "s2" }, body: { password: "s3" }, access_key: "s4" }),
  );
  expect(JSON.stringify(line)).not.toMatch(/s[1-4]/);
});

test("credentials in an address are cut out, the rest of it stays", () => {
  expect(redactUrl("wss://h/ws/agent?machine_id=m&access_key=k#x")).toBe(
    "wss://h/ws/agent?machine_id=m&access_key=[secret]#x",
  );
  expect(redactUrl("/ws/viewer?viewer_token=rlv_1&session_id=s")).toBe("/ws/viewer?viewer_token=[secret]&session_id=s");
});

test("an error that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(logged((log) => log.error({ err: error })).err).toHaveProperty("type", "Error");
});
