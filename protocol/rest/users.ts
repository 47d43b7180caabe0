/** REST shapes of users as administrators see them, and of resetting a password (docs/protocol.md, "People: REST"). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { permissionSchema } from "../permissions.ts";
import { role } from "./people.ts";
import { id, time } from "./shapes.ts";

/** What became of a mail: `off` where the server sends none; the link is in the answer in any case. */
export const mailOutcome = z.enum(["sent", "failed", "off"]);
export type MailOutcome = z.infer<typeof mailOutcome>;

export const user = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  /** They sign in with more than a password: an authenticator app or a passkey. */
  second_factor: z.boolean(),
  created_at: time,
  /** Of the sign-ins that still hold, the latest; null without one. */
  last_sign_in_at: time.nullable(),
  groups: z.array(z.object({ group_id: id, name: z.string(), permissions: z.array(permissionSchema) })),
});
export type User = z.infer<typeof user>;

export const userPatch = z
  .object({ role, disabled: z.boolean(), name: z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH) })
  .partial();

/** The link is in this answer only. */
export const passwordReset = z.object({ url: z.string(), expires_at: time, mail: mailOutcome });
export type PasswordReset = z.infer<typeof passwordReset>;

/** `GET /api/password-resets/by-token/:token`, public. */
export const openPasswordReset = z.object({ email: z.string(), expires_at: time });
export type OpenPasswordReset = z.infer<typeof openPasswordReset>;
