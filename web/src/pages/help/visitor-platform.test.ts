import { expect, test } from "bun:test";
import { visitorPlatform } from "./visitor-platform.ts";

test("each system gets its own file, and phones none", () => {
  expect(visitorPlatform("Mozilla/5.0 (Windows NT 10.0; Win64; x64)")).toBe("windows-x64");
  expect(visitorPlatform("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)")).toBe("macos-arm64");
  expect(visitorPlatform("Mozilla/5.0 (X11; Linux x86_64)")).toBe("linux-x64");
  expect(visitorPlatform("Mozilla/5.0 (X11; Linux aarch64)")).toBe("linux-arm64");
  expect(visitorPlatform("Mozilla/5.0 (Linux; Android 14)")).toBeNull();
  expect(visitorPlatform("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)")).toBeNull();
});
