import { expect, test } from "bun:test";
import { smtpUrl } from "./smtp-url.ts";

const parts = { isSecure: false, host: "mail.example", port: "587", user: "", password: "" };

test("the parts come to a URL", () => {
  expect(smtpUrl(parts)).toBe("smtp://mail.example:587");
  expect(smtpUrl({ ...parts, isSecure: true, port: "" })).toBe("smtps://mail.example");
  expect(smtpUrl({ ...parts, host: "[::1]", port: "25" })).toBe("smtp://[::1]:25");
});

test("whatever user and password hold, they are read back as they were", () => {
  const [user, password] = ["me@example.com", "p:a/s?s#w@r%d é"];
  const url = new URL(smtpUrl({ ...parts, user, password }) ?? "");
  expect([url.hostname, decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual([
    "mail.example",
    user,
    password,
  ]);
});

test("what is no host and no port is refused", () => {
  for (const host of ["", "a b", "evil@mail.example", "mail.example/x", "mail.example:25"]) {
    expect([host, smtpUrl({ ...parts, host })]).toEqual([host, null]);
  }
  for (const port of ["0", "70000", "x", "-1"]) expect([port, smtpUrl({ ...parts, port })]).toEqual([port, null]);
});
