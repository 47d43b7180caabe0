/** better-auth on our tables: cookie sessions as rows. Throttles, origins and the first account are ours (http, sign-up.ts). */
import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import type { Database } from "../../db/database.ts";
import { authAccounts } from "../../db/schema/auth-accounts.ts";
import { authSessions, SIGN_IN_METHODS, type SignInMethod } from "../../db/schema/auth-sessions.ts";
import { authVerifications } from "../../db/schema/auth-verifications.ts";
import { users } from "../../db/schema/users.ts";
import { hashPassword, MIN_PASSWORD_LENGTH, verifyPassword } from "./passwords.ts";

/** The address of a client as we found it; whatever a client sends under this name is thrown away. */
export const CLIENT_ADDRESS_HEADER = "x-remotelink-client-address";

/** A month without a visit signs out; each day's first visit starts it anew. */
const SESSION_EXPIRES_IN_S = 30 * 24 * 3600;
const SESSION_UPDATE_AGE_S = 24 * 3600;

export type AuthOptions = {
  db: Database;
  cookieSecret: string;
  /** Where the app is served; https makes the cookies secure ones. */
  appUrl: string | undefined;
  /** Refuses a sign-in (throws) or lets it be; runs before the session's row is written. */
  beforeSignIn(signIn: NewSignIn & { address: string | null }): Promise<void>;
  warn(message: string, details?: Record<string, unknown>): void;
};

/** Who has proved who they are, and how. */
export type NewSignIn = { userId: string; method: SignInMethod; hasSecondFactor: boolean };

export type Auth = ReturnType<typeof createAuth>;

export function createAuth({ db, cookieSecret, appUrl, beforeSignIn, warn }: AuthOptions) {
  return betterAuth({
    appName: "RemoteLink",
    baseURL: appUrl ?? "http://localhost",
    basePath: "/api/auth",
    secret: cookieSecret,
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: { user: users, session: authSessions, account: authAccounts, verification: authVerifications },
    }),
    emailAndPassword: {
      enabled: true,
      // Accounts are made by sign-up.ts, in one transaction with the rule of the first one.
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      expiresIn: SESSION_EXPIRES_IN_S,
      updateAge: SESSION_UPDATE_AGE_S,
      additionalFields: {
        method: { type: "string", required: false, input: false },
        hasSecondFactor: { type: "boolean", required: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const { method, hasSecondFactor } = newSignIn.parse(session);
            await beforeSignIn({ userId: session.userId, method, hasSecondFactor, address: session.ipAddress ?? null });
          },
        },
      },
    },
    advanced: {
      cookiePrefix: "remotelink",
      useSecureCookies: appUrl?.startsWith("https:") ?? false,
      // Every request was checked before it came here (src/http/middleware/same-origin.ts).
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => Bun.randomUUIDv7() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What is no refusal is thrown to us: a database that is away is a 503, not a 500.
    onAPIError: { throw: true },
    logger: { level: "warn", log: (level, message) => level === "error" && warn(`better-auth: ${message}`) },
    plugins: [ownCookies()],
  });
}

const newSignIn = z.object({ userId: z.string(), method: z.enum(SIGN_IN_METHODS), hasSecondFactor: z.boolean() });

/** What we need of better-auth's cookies, without a path of its own: callable here, not from outside. */
function ownCookies() {
  return {
    id: "own-cookies",
    endpoints: {
      /** The session's token from a signed cookie; null when there is none or its signature is wrong. */
      readSessionToken: createAuthEndpoint({ method: "GET", requireHeaders: true }, async (ctx) => {
        const { name } = ctx.context.authCookies.sessionToken;
        return (await ctx.getSignedCookie(name, ctx.context.secret)) || null;
      }),
      /** Signs a person in whose right to it has been shown otherwise. */
      openSession: createAuthEndpoint({ method: "POST", requireHeaders: true, body: newSignIn }, async (ctx) => {
        const { userId, ...proof } = ctx.body;
        const user = await ctx.context.internalAdapter.findUserById(userId);
        if (!user) throw ctx.error("UNAUTHORIZED");
        const session = await ctx.context.internalAdapter.createSession(user.id, false, proof);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ redirect: false, token: session.token, user });
      }),
    },
  } satisfies BetterAuthPlugin;
}
