/** `GET /api/setup`, public: whether the first account is still to be made, so that the UI opens the right page. */
import { z } from "zod";

export const setupState = z.object({
  /** No user has ever existed: `POST /api/auth/sign-up/email` makes the first, the administrator. */
  open: z.boolean(),
  /** This caller's sign-up also needs the `setup_code` that the server printed at start. */
  needs_code: z.boolean(),
  /** Whoever forgot their password can have a link mailed (`POST /api/auth/request-password-reset`). */
  mails_password_resets: z.boolean(),
});
export type SetupState = z.infer<typeof setupState>;
