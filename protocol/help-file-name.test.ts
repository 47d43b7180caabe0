import { expect, test } from "bun:test";
import { helpFileName, readHelpFileName } from "./help-file-name.ts";

const CODE = "ABC234";

test.each([
  ["https://help.example.com", "RemoteLink-help.example.com-ABC234"],
  ["https://help.example.com:8443", "RemoteLink-help.example.com_8443-ABC234"],
  ["http://192.168.1.5:3000", "RemoteLink-http_192.168.1.5_3000-ABC234"],
  ["http://support", "RemoteLink-http_support-ABC234"],
  ["https://a-b-c.example", "RemoteLink-a-b-c.example-ABC234"],
])("the name for %s is %s, and says both again", (origin, name) => {
  expect(helpFileName(origin, CODE, false)).toBe(name);
  expect(helpFileName(origin, CODE, true)).toBe(`${name}.exe`);
  for (const read of [name, `${name}.exe`]) expect(readHelpFileName(read)).toEqual({ server: origin, code: CODE });
});

test("an address that no file name can say is left out", () => {
  const name = helpFileName("http://[2001:db8::1]:3000", CODE, false);
  expect(name).toBe("RemoteLink-ABC234");
  expect(readHelpFileName(name)).toEqual({ server: null, code: CODE });
});

test.each([
  "RemoteLink-help.example (1).com-ABC234",
  "RemoteLink-help.example(2).com-ABC234",
  "RemoteLink-help.example.com-ABC234 (1).exe",
  "remotelink-help.example.com-abc234",
])("what a browser makes of a second download is understood: %s", (name) => {
  expect(readHelpFileName(name)).toEqual({ server: "https://help.example.com", code: CODE });
});

test.each([
  "remotelink-agent",
  "remotelink-agent-linux",
  "RemoteLink-help.example.com",
  "RemoteLink-help.example.com-ABC10I",
  "RemoteLink-help.example.com-ABC2345",
  "RemoteLink-help.example.com_99999999-ABC234",
  "RemoteLink-user@help.example.com-ABC234",
  "RemoteLink-Setup.exe",
  "RemoteLink-..-ABC234",
])("%s is no such name", (name) => {
  expect(readHelpFileName(name)).toBeNull();
});
