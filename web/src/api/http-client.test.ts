import { expect, test } from "bun:test";
import { ApiError, messageOf, parseErrorBody } from "./http-client.ts";

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

test("a person reads the API's words as a sentence, without the name that a field has in its schema", () => {
  const message = (text: string, code = "invalid_request") => messageOf(new ApiError(400, code, text));
  expect(message("email: not an e-mail address")).toBe("Not an e-mail address.");
  expect(message("there is a group “Lyon” already", "name_taken")).toBe("There is a group “Lyon” already.");
  expect(message("this took too long: try again")).toBe("This took too long: try again.");
  expect(message("e-mail or password is wrong", "forbidden")).toBe("E-mail or password is wrong.");
  expect(message("tess@example.com has an account already")).toBe("tess@example.com has an account already.");
  expect(message("web-01 is offline: wake it", "machine_offline")).toBe("web-01 is offline: wake it.");
  expect(message("Reload the page.", "unexpected")).toBe("Reload the page.");
});

test("what only the field explains keeps it", () => {
  const text = "label: Too big: expected at most 200";
  expect(messageOf(new ApiError(400, "invalid_request", text))).toBe("Label: Too big: expected at most 200.");
});
