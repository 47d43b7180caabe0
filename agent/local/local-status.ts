/** What the agent tells the person at its own machine, as it travels over the local socket. */
import { z } from "zod";
import { permissionSchema } from "../../protocol/permissions.ts";

export const localStatus = z.object({
  version: z.string(),
  server: z.string(),
  online: z.boolean(),
  machine_id: z.string(),
  attended: z.boolean(),
  /** Null: the machine has no policy of its own. */
  allowed_permissions: z.array(permissionSchema).nullable(),
  /** A small picture of this screen is shown in the server's list of machines; absent from an older agent. */
  thumbnails: z.boolean().optional(),
  sessions: z.array(
    z.object({
      session_id: z.string(),
      since: z.string(),
      technicians: z.array(
        z.object({ name: z.string(), email: z.string(), since: z.string(), permissions: z.array(permissionSchema) }),
      ),
      recording: z.boolean(),
    }),
  ),
});
export type LocalStatus = z.infer<typeof localStatus>;

export const localEnded = z.object({ ended: z.int() });
