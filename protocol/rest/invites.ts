/** REST shapes of invitations (docs/protocol.md, "People: REST"). */
import { z } from "zod";
import { permissionSchema } from "../permissions.ts";
import { memberPermissions } from "./groups.ts";
import { role } from "./people.ts";
import { id, time } from "./shapes.ts";
import { mailOutcome } from "./users.ts";

/** Groups that one invitation may lead into. */
const MAX_INVITE_GROUPS = 100;

export const inviteState = z.enum(["open", "accepted", "expired", "revoked"]);
export type InviteState = z.infer<typeof inviteState>;

export const invite = z.object({
  id,
  email: z.string(),
  role,
  state: inviteState,
  /** null: whoever it was has no account any more. */
  invited_by: z.string().nullable(),
  created_at: time,
  expires_at: time,
  groups: z.array(z.object({ group_id: id, permissions: z.array(permissionSchema) })),
});
export type Invite = z.infer<typeof invite>;

export const inviteRequest = z.object({
  email: z.email("not an e-mail address").max(254).toLowerCase(),
  role: role.default("user"),
  groups: z
    .array(z.object({ group_id: id, permissions: memberPermissions }))
    .max(MAX_INVITE_GROUPS)
    .default([]),
});
export type InviteRequest = z.input<typeof inviteRequest>;

/** The link is in this answer only. */
export const inviteCreated = invite.extend({ url: z.string(), mail: mailOutcome });
export type InviteCreated = z.infer<typeof inviteCreated>;

/** `GET /api/invites/by-token/:token`, public: what whoever has the link is told. */
export const openInvite = z.object({ email: z.string(), invited_by: z.string().nullable(), expires_at: time });
export type OpenInvite = z.infer<typeof openInvite>;
