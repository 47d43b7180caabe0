import { expect, test } from "bun:test";
import type { Permission } from "../../../protocol/permissions.ts";
import type { LiveEvent } from "../../../protocol/rest/events.ts";
import type { Person } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { createLiveEvents } from "./live-events.ts";
import { watchEvents } from "./watch-events.ts";

const keyHolder = (permissions: Permission[]): Person => ({
  kind: "user",
  id: "ada",
  email: "ada@example.com",
  name: "Ada",
  role: "admin",
  memberships: new Map(),
  address: null,
  key: { id: "key", name: "helper", isReadOnly: true, permissions },
});

/** @returns what a watcher who was `before` is told once they are looked up and found to be `after` */
async function toldOf(before: Person, after: Person): Promise<LiveEvent["type"][]> {
  const events = createLiveEvents();
  const told: LiveEvent["type"][] = [];
  const looked = Promise.withResolvers<void>();
  const end = watchEvents({ events } as ServiceContext, before, {
    lastEventId: null,
    wantsAudit: false,
    send: (_id: string | null, event: LiveEvent) => void told.push(event.type),
    ended: () => {},
    async recheck() {
      looked.resolve();
      return after;
    },
  });
  events.publish({ type: "rights.changed", userIds: [before.id] });
  await looked.promise;
  await Bun.sleep(0);
  end();
  return told;
}

test("a key that is narrowed to other permissions than before is told so, and one that is not hears nothing", async () => {
  expect(await toldOf(keyHolder(["view", "scripts"]), keyHolder(["view"]))).toEqual(["rights.changed"]);
  expect(await toldOf(keyHolder(["view", "scripts"]), keyHolder(["scripts", "view"]))).toEqual([]);
});
