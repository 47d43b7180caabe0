/** `/api/auth/*`, `/api/me`, `/api/setup`: of better-auth's many paths those that are named here, checked before it sees them. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import { me } from "../../../protocol/rest/people.ts";
import { setupState } from "../../../protocol/rest/setup.ts";
import { givenCode, passkeySignIn, secondFactorAsked } from "../../../protocol/rest/sign-in.ts";
import { changeName } from "../../services/accounts/change-name.ts";
import { changePassword } from "../../services/accounts/change-password.ts";
import { getMe } from "../../services/accounts/get-me.ts";
import { givenPassword, newPassword } from "../../services/accounts/passwords.ts";
import { getSetupState } from "../../services/accounts/set-up.ts";
import { signUp, signUpRequest } from "../../services/accounts/sign-up.ts";
import { personOf } from "../../services/actor.ts";
import { ServiceFailure } from "../../services/failures.ts";
import { checkPasskey } from "../../services/passkeys/check-passkey.ts";
import { beginByPassword } from "../../services/sign-ins/begin-by-password.ts";
import { finishSignIn } from "../../services/sign-ins/finish-sign-in.ts";
import { provingAtTheDoor } from "../../services/sign-ins/proving-at-the-door.ts";
import { throttled } from "../../services/throttles.ts";
import { fromBrowser } from "../browser-credential.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { answerBegun, openSignIn, stepTokenOf } from "../open-sign-in.ts";
import { passToAuth } from "../pass-to-auth.ts";
import { createRouter, failures, json, jsonBody, named, signedIn } from "../route-shapes.ts";

const about = { tags: ["Account"] };
const user = z.looseObject({ id: z.uuid(), email: z.string(), name: z.string() });
const signedInAnswer = json("signed in: the cookie is in Set-Cookie", named("SignedIn", z.looseObject({ user })));
const signedInOrAsked = json(
  "signed in: the cookie is in Set-Cookie; or a second factor is asked for, and there is none yet",
  z.union([named("SignedIn", z.looseObject({ user })), named("SecondFactorAsked", secondFactorAsked)]),
);
const done = json("done", z.looseObject({}));

const routes = {
  me: createRoute({
    ...about,
    security: signedIn,
    method: "get",
    path: "/api/me",
    summary: "Who is signed in",
    responses: { 200: json("the caller", named("Me", me)), ...failures(401, 503) },
  }),
  setup: createRoute({
    ...about,
    method: "get",
    path: "/api/setup",
    summary: "Whether the first account is still to be made",
    responses: { 200: json("the state", setupState), ...failures(503) },
  }),
  signUp: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/sign-up/email",
    summary: "Make the first account, the administrator, or one by invitation",
    request: jsonBody(signUpRequest),
    responses: { 200: signedInAnswer, ...failures(400, 403, 409, 429, 503) },
  }),
  signIn: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/sign-in/email",
    summary: "Sign in",
    request: jsonBody(z.object({ email: z.email().max(254).toLowerCase(), password: givenPassword })),
    responses: { 200: signedInOrAsked, ...failures(400, 401, 403, 429, 503) },
  }),
  secondFactor: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/sign-in/second-factor",
    summary: "The second step of a sign-in: a code of the authenticator app, or a recovery code",
    request: jsonBody(givenCode),
    responses: { 200: signedInAnswer, ...failures(400, 401, 403, 429, 503) },
  }),
  passkey: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/sign-in/passkey",
    summary: "Sign in by a passkey",
    request: jsonBody(passkeySignIn),
    responses: { 200: signedInAnswer, ...failures(400, 401, 403, 409, 429, 503) },
  }),
  signOut: createRoute({
    ...about,
    method: "post",
    path: "/api/auth/sign-out",
    summary: "Sign out",
    responses: { 200: done, ...failures(503) },
  }),
  session: createRoute({
    ...about,
    method: "get",
    path: "/api/auth/get-session",
    summary: "The sign-in that the cookie stands for; null without one",
    responses: { 200: json("the sign-in", z.looseObject({}).nullable()), ...failures(503) },
  }),
  updateUser: createRoute({
    ...about,
    security: signedIn,
    method: "post",
    path: "/api/auth/update-user",
    summary: "Change one's own name",
    request: jsonBody(z.object({ name: z.string().trim().min(1).max(MAX_NAME_LENGTH) })),
    responses: { 200: done, ...failures(400, 401, 503) },
  }),
  changePassword: createRoute({
    ...about,
    security: signedIn,
    method: "post",
    path: "/api/auth/change-password",
    summary: "Change one's own password; other sign-ins end",
    request: jsonBody(z.object({ currentPassword: givenPassword, newPassword })),
    responses: { 200: done, ...failures(400, 401, 429, 503) },
  }),
};

/** better-auth's answers are of the declared shapes by its word, not by their type. */
function asDeclared(answer: Promise<Response>): Promise<never> {
  return answer as Promise<never>;
}

export function accountRoutes(context: HttpContext): OpenAPIHono<HttpEnv> {
  const { services, auth } = context;
  const pass = (c: Context<HttpEnv>, body?: object) => asDeclared(passToAuth(auth, c, body));

  /** Guessing a password counts against the account, the address and all together. */
  function guarded<Result>(
    c: Context<HttpEnv>,
    account: string,
    attempt: () => Promise<Result>,
    isWrong: (outcome: { result: Result } | { error: unknown }) => boolean,
  ): Promise<Result> {
    const keys = [`account:${account}`, `address:${c.get("client").address ?? "unknown"}`, "all:"];
    return throttled(services.throttles.signIn, keys, attempt, isWrong);
  }

  return createRouter()
    .openapi(routes.me, (c) => c.json(getMe(c.get("actor")), 200))
    .openapi(routes.setup, async (c) => c.json(await getSetupState(services, c.get("client")), 200))
    .openapi(routes.signUp, async (c) => {
      const userId = await signUp(services, c.req.valid("json"), c.get("client"));
      return asDeclared(openSignIn(auth, c, { userId, method: "sign_up", hasSecondFactor: false }));
    })
    .openapi(routes.signIn, async (c) => {
      const body = c.req.valid("json");
      const isWrong = (outcome: object) => "error" in outcome && isWrongSignIn(outcome.error);
      const begun = await guarded(c, body.email, () => beginByPassword(services, body), isWrong);
      return asDeclared(answerBegun(auth, c, begun));
    })
    .openapi(routes.secondFactor, async (c) => {
      const given = c.req.valid("json");
      const signIn = await finishSignIn(services, stepTokenOf(c), given, c.get("client").address);
      return asDeclared(openSignIn(auth, c, signIn));
    })
    .openapi(routes.passkey, async (c) => {
      const response = fromBrowser.assertion(c.req.valid("json").response);
      const userId = await provingAtTheDoor(checkPasskey(services, response, c.get("client")));
      return asDeclared(openSignIn(auth, c, { userId, method: "passkey", hasSecondFactor: true }));
    })
    .openapi(routes.signOut, (c) => pass(c, {}))
    .openapi(routes.session, (c) => pass(c))
    .openapi(routes.updateUser, async (c) => {
      await changeName(services, c.get("actor"), c.req.valid("json").name);
      return c.json({ status: true }, 200);
    })
    .openapi(routes.changePassword, async (c) => {
      const actor = personOf(c.get("actor"));
      const isWrong = (outcome: object) => "error" in outcome && isWrongPassword(outcome.error);
      await guarded(c, actor.email, () => changePassword(services, actor, c.req.valid("json")), isWrong);
      return c.json({ status: true }, 200);
    });
}

const isWrongSignIn = (error: unknown) => error instanceof ServiceFailure && error.kind === "unauthenticated";
const isWrongPassword = (error: unknown) => error instanceof ServiceFailure && error.code === "invalid_password";
