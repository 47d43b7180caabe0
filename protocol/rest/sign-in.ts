/** REST shapes of how people prove who they are: second factors, passkeys, sign-ins, API keys, providers (docs/protocol.md, "Sign-in"). */
import { z } from "zod";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { permissionSchema } from "../permissions.ts";
import { id, time } from "./shapes.ts";

const name = z.string().trim().min(1, "a name is needed").max(MAX_NAME_LENGTH);

export const secondFactorMethod = z.enum(["authenticator", "passkey", "recovery_code"]);
export type SecondFactorMethod = z.infer<typeof secondFactorMethod>;

/** In place of a sign-in where the password alone is not enough: no cookie of a session comes with it. */
export const secondFactorAsked = z.object({
  second_factor_required: z.literal(true),
  methods: z.array(secondFactorMethod),
});
export type SecondFactorAsked = z.infer<typeof secondFactorAsked>;

const code = z.string().trim().min(1, "a code is needed").max(64);

export const givenCode = z.union([z.object({ code }), z.object({ recovery_code: code })]);
/** The password or the authenticator's code, asked again. */
export const givenProof = z.union([z.object({ password: z.string().min(1).max(200) }), z.object({ code })]);
export const turnOffRequest = z.intersection(givenCode, z.object({ password: z.string().max(200).optional() }));

export const passkey = z.object({
  id,
  name: z.string(),
  /** Kept by the person's account at its maker's, so that a lost device does not lose it. */
  is_synced: z.boolean(),
  created_at: time,
  last_used_at: time.nullable(),
});
export type Passkey = z.infer<typeof passkey>;

export const secondFactorState = z.object({
  authenticator: z.object({ since: time }).nullable(),
  passkeys: z.array(passkey),
  recovery_codes_left: z.int(),
  has_password: z.boolean(),
});
export type SecondFactorState = z.infer<typeof secondFactorState>;

/** The secret is in this answer only. */
export const authenticatorStarted = z.object({ secret: z.string(), uri: z.string() });
export type AuthenticatorStarted = z.infer<typeof authenticatorStarted>;

/** Told once; null where there are some already. */
export const recoveryCodesTold = z.object({ recovery_codes: z.array(z.string()).nullable() });
export type RecoveryCodesTold = z.infer<typeof recoveryCodesTold>;

/** A WebAuthn credential as browsers make it JSON; it is checked by what verifies its signature. */
export const credentialResponse = z.looseObject({
  id: z.string().max(2_048),
  rawId: z.string().max(2_048),
  type: z.literal("public-key"),
  response: z.looseObject({ clientDataJSON: z.string().max(8_192) }),
  clientExtensionResults: z.looseObject({}).default({}),
});
export const newPasskey = z.object({ name, response: credentialResponse });
export const passkeyChange = z.object({ name });
export const passkeySignIn = z.object({ response: credentialResponse });
export const passkeyAdded = z.object({ passkey, recovery_codes: z.array(z.string()).nullable() });
export type PasskeyAdded = z.infer<typeof passkeyAdded>;

/** A browser that is signed in. */
export const signIn = z.object({
  id,
  /** It is the one that asks. */
  current: z.boolean(),
  user_agent: z.string(),
  address: z.string(),
  method: z.enum(["password", "passkey", "provider", "sign_up"]),
  second_factor: z.boolean(),
  created_at: time,
  last_seen_at: time,
});
export type SignIn = z.infer<typeof signIn>;

export const apiKey = z.object({
  id,
  name: z.string(),
  /** How the key begins, to tell which one leaked. */
  beginning: z.string(),
  read_only: z.boolean(),
  /** null: whatever its owner may do at the time. */
  permissions: z.array(permissionSchema).nullable(),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyRequest = z.object({
  name,
  expires_at: time.nullish(),
  read_only: z.boolean().default(false),
  permissions: z
    .array(permissionSchema)
    .min(1, "name a permission, or leave the list out")
    .transform((all) => [...new Set(all)])
    .nullish(),
});
export type ApiKeyRequest = z.input<typeof apiKeyRequest>;

/** The key is in this answer only. */
export const apiKeyCreated = apiKey.extend({ key: z.string() });
export type ApiKeyCreated = z.infer<typeof apiKeyCreated>;
