import { expect, test } from "bun:test";
import { pageTitle } from "./page-title.ts";

test("the tab says which machine, and its state only where it is not live", () => {
  expect(pageTitle("web-01", { kind: "active" })).toBe("web-01");
  expect(pageTitle("web-01", { kind: "agent_offline" })).toBe("Offline · web-01");
  expect(pageTitle(null, { kind: "connecting" })).toBe("Connecting … · Session");
});
