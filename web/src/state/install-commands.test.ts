import { expect, test } from "bun:test";
import { isLoopback, linuxInstall, macInstall, windowsInstall } from "./install-commands.ts";

const install = linuxInstall("https://help.example.com", "rle_token");

test("the quick way is one line that needs no more than a shell", () => {
  expect(install.quick).toBe("curl -fsSL https://help.example.com/install.sh | sh -s -- --enroll rle_token");
});

test("the service is the same line with root's rights", () => {
  expect(install.service).toBe("curl -fsSL https://help.example.com/install.sh | sudo sh -s -- --enroll rle_token");
});

test("by hand the agent is fetched, made executable and started, each on a line of its own", () => {
  expect(install.manual.split("\n")).toEqual([
    "curl -fL https://help.example.com/downloads/remotelink-agent-linux -o remotelink-agent",
    "chmod +x remotelink-agent",
    "./remotelink-agent --server https://help.example.com --enroll rle_token",
  ]);
});

test("names that only the machine itself knows are told apart", () => {
  for (const name of ["localhost", "help.localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
    expect(isLoopback(name)).toBe(true);
  for (const name of ["help.example.com", "192.168.1.5", "localhost.example.com", "[fe80::1]"]) {
    expect(isLoopback(name)).toBe(false);
  }
});

test("a Mac and a Windows machine fetch their own file", () => {
  const [silicon, intel] = macInstall("https://help.example.com", "rle_token");
  expect(silicon?.lines).toContain("/downloads/remotelink-agent-macos -o");
  expect(intel?.lines).toContain("/downloads/remotelink-agent-macos-x64 -o");
  expect(windowsInstall("https://help.example.com", "rle_token").lines.split("\n")).toEqual([
    "Invoke-WebRequest https://help.example.com/downloads/remotelink-agent-windows.exe -OutFile remotelink-agent.exe",
    ".\\remotelink-agent.exe --server https://help.example.com --enroll rle_token",
  ]);
});
