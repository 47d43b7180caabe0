/** REST shapes of groups and their members (docs/protocol.md, "People: REST"). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { DEFAULT_MEMBER_PERMISSIONS, permissionSchema } from "../permissions.ts";
import { role } from "./people.ts";
import { id, time } from "./shapes.ts";

export const group = z.object({
  id,
  name: z.string(),
  created_at: time,
  machine_count: z.int(),
  /** null for who does not administer groups. */
  member_count: z.int().nullable(),
  /** The caller's own, on its machines. */
  permissions: z.array(permissionSchema),
});
export type Group = z.infer<typeof group>;

export const groupMember = z.object({
  user_id: id,
  name: z.string(),
  email: z.string(),
  role,
  disabled: z.boolean(),
  permissions: z.array(permissionSchema),
});
export type GroupMember = z.infer<typeof groupMember>;

/** `members`: for administrators only. */
export const groupDetails = group.extend({ members: z.array(groupMember).optional() });
export type GroupDetails = z.infer<typeof groupDetails>;

export const groupRequest = z.object({ name: z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH) });
export const groupPatch = groupRequest.partial();

/** A set, in whatever order; left out, it is what members usually may. */
export const memberPermissions = z
  .array(permissionSchema)
  .max(100)
  .default([...DEFAULT_MEMBER_PERMISSIONS]);
export const memberRequest = z.object({ permissions: memberPermissions });
