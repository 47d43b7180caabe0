/** REST shapes of machines that wait for an administrator to accept them (docs/protocol.md, "Waiting machines"). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { machine } from "./people.ts";
import { id, pageOf, time } from "./shapes.ts";

/** What the machine says of itself, and where it came from: nothing of it is verified but the address. */
export const waitingMachine = machine
  .pick({ id: true, name: true, hostname: true, os: true, os_version: true, arch: true, agent_version: true })
  .extend({
    mac_addresses: z.array(z.string()),
    logged_in_user: z.string().nullable(),
    online: z.boolean(),
    /** When it came. */
    waiting_since: time,
    /** From where it came; null: not known. */
    address: z.string().nullable(),
    /** By which token; null: by open enrollment. */
    enrollment_token: z.object({ id, label: z.string() }).nullable(),
    /** The group that its token names. */
    group_id: id.nullable(),
  });
export type WaitingMachine = z.infer<typeof waitingMachine>;

/** Oldest first. `is_open`: machines may come without a token now. */
export const waitingMachines = pageOf(waitingMachine).extend({ is_open: z.boolean() });
export type WaitingMachines = z.infer<typeof waitingMachines>;

/** What is left out stays as it came. */
export const acceptRequest = z
  .object({ name: z.string().trim().min(1).max(MAX_NAME_LENGTH), group_id: id.nullable() })
  .partial();
