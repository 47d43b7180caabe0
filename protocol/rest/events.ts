/** Server-Sent Events of `/api/events`: `event:` is the type, `data:` the JSON below; only what the caller may see. */
import { z } from "zod";
import { auditRow } from "./audit.ts";
import { machine, session } from "./people.ts";
import { runMachine, scriptRun } from "./scripts.ts";
import { branding } from "./server-settings.ts";
import { id } from "./shapes.ts";
import { supportLink } from "./support.ts";

export const liveEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("machine.online"), machine }),
  z.object({ type: z.literal("machine.offline"), machine }),
  z.object({ type: z.literal("machine.updated"), machine }),
  z.object({ type: z.literal("machine.removed"), machine_id: id }),
  z.object({ type: z.literal("support_link.updated"), support_link: supportLink }),
  /** For administrators whose stream asked for it (`?audit=true`). */
  z.object({ type: z.literal("audit.recorded"), row: auditRow }),
  /** For administrators: one more waits to be accepted, one less, or something about one. */
  z.object({ type: z.literal("waiting_machines.changed") }),
  /** Some setting of the server: of all that changed everybody is told what they see of it. */
  z.object({ type: z.literal("settings.changed"), branding }),
  /** For administrators: a webhook, or what became of its messages. */
  z.object({ type: z.literal("webhooks.changed"), webhook_id: id }),
  /** Of one's own runs, for administrators of all; `machine`: whose result is new. */
  z.object({ type: z.literal("script_run.updated"), run: scriptRun, machine: runMachine.nullable() }),
  z.object({ type: z.literal("session.started"), session }),
  z.object({ type: z.literal("session.ended"), session }),
  /** To administrators, and of a group to its members: ask for it anew. */
  z.object({ type: z.literal("group.changed"), group_id: id }),
  z.object({ type: z.literal("user.changed"), user_id: id }),
  z.object({ type: z.literal("invite.changed"), invite_id: id }),
  /** What the caller may do has changed: every list may look different now. */
  z.object({ type: z.literal("rights.changed") }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;
