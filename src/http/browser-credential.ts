/** A credential that a browser sent: of its shape only what bounds it was checked; what verifies it checks the rest. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { z } from "zod";
import type { credentialResponse } from "../../protocol/rest/sign-in.ts";

type Sent = z.infer<typeof credentialResponse>;

/** The library looks at every field before it uses one, and throws for what is missing: these casts promise no more than that. */
export const fromBrowser = {
  assertion: (sent: Sent) => sent as unknown as AuthenticationResponseJSON,
  registration: (sent: Sent) => sent as unknown as RegistrationResponseJSON,
};
