import { expect, test } from "bun:test";
import type { AgentUpdate } from "../../protocol/agent-update.ts";
import { refuseUpdates } from "./refuse-updates.ts";

const offer: AgentUpdate = { version: "2.0.0", url: "/downloads/agent", size: 1, sha256: "", signature: "" };

test("who asks a machine that takes no updates is told so, once; what is offered to all is passed over", () => {
  let changes = 0;
  const updates = refuseUpdates(() => {
    changes += 1;
  });
  updates.offer(null);
  updates.offer(offer);
  expect([changes, updates.failure()]).toEqual([0, null]);
  updates.offer({ ...offer, asked_at: "2030-01-01T00:00:00Z" });
  updates.offer({ ...offer, asked_at: "2030-01-01T00:00:00Z" });
  expect(updates.failure()).toEqual({ version: "2.0.0", reason: expect.stringContaining("--no-updates") });
  expect(changes).toBe(1);
  updates.offer(null);
  expect([changes, updates.failure()]).toEqual([2, null]);
});
