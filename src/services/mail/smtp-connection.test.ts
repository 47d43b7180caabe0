import { expect, test } from "bun:test";
import { smtpConnectionOf } from "./smtp-connection.ts";

test("a password goes over TLS, unless the mail server is on this very machine", () => {
  const needsTls = (host: string) => smtpConnectionOf(`smtp://user:secret@${host}`).requireTLS;
  for (const host of [
    "mail.example.com",
    "127.example.com",
    "127.0.0.1.example.com",
    "10.0.0.1",
    "localhost.example.com",
  ]) {
    expect([host, needsTls(host)]).toEqual([host, true]);
  }
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) expect([host, needsTls(host)]).toEqual([host, false]);
});

test("nothing else of the address counts: no query switches off a check", () => {
  const url = "smtp://u%40x:p%2Fw@mail.example.com:2525/?ignoreTLS=true&tls.rejectUnauthorized=false";
  expect(smtpConnectionOf(url)).toEqual({
    host: "mail.example.com",
    port: 2525,
    secure: false,
    auth: { user: "u@x", pass: "p/w" },
    requireTLS: true,
  });
});
