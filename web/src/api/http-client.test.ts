import { expect, test } from "bun:test";
import { parseErrorBody } from "./http-client.ts";

test("the API's errors are read", () => {
  expect(parseErrorBody({ error: { code: "machine_offline", message: "it is off", details: [1] } })).toEqual({
    code: "machine_offline",
    message: "it is off",
    details: [1],
  });
});

test("the account library's flat errors are read as well, their codes as ours are written", () => {
  expect(parseErrorBody({ code: "INVALID_PASSWORD", message: "Invalid password" })).toEqual({
    code: "invalid_password",
    message: "Invalid password",
    details: undefined,
  });
});

test("anything else is no error of the API", () => {
  for (const body of [null, "text", 5, [], {}, { error: "x" }, { error: { code: "x" } }, { message: 5 }]) {
    expect(parseErrorBody(body)).toBeNull();
  }
});
