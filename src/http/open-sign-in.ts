/** The end of every way in: a session's row and its cookie; or, where a second factor is asked for, neither. */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { SecondFactorAsked } from "../../protocol/rest/sign-in.ts";
import { type Auth, CLIENT_ADDRESS_HEADER, type NewSignIn } from "../services/accounts/auth.ts";
import type { Begun } from "../services/sign-ins/begin-sign-in.ts";
import type { HttpEnv } from "./http-context.ts";

const STEP_COOKIE = "remotelink.second_step";
/** It goes to the steps of a sign-in only, and never with a request that another site began. */
const STEP_PATH = "/api/auth/sign-in";
const STEP_COOKIE_AGE_S = 600;

/** Answers `{redirect,token,user}` with the cookie. */
export async function openSignIn(auth: Auth, c: Context<HttpEnv>, signIn: NewSignIn): Promise<Response> {
  return c.json(await setSignInCookie(auth, c, signIn));
}

/** @returns what is answered with it, where the answer is no redirect */
export async function setSignInCookie(auth: Auth, c: Context<HttpEnv>, signIn: NewSignIn): Promise<object> {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: c.get("client").address ?? "" });
  headers.set("user-agent", c.req.header("user-agent") ?? "");
  const answer = await auth.api.openSession({ headers, body: signIn, asResponse: true });
  for (const cookie of answer.headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
  if (stepTokenOf(c) !== undefined) deleteCookie(c, STEP_COOKIE, { path: STEP_PATH });
  return (await answer.json()) as object;
}

export async function answerBegun(auth: Auth, c: Context<HttpEnv>, begun: Begun): Promise<Response> {
  if (begun.kind === "proven") return openSignIn(auth, c, begun.signIn);
  rememberStep(c, begun.token);
  const asked: SecondFactorAsked = { second_factor_required: true, methods: begun.methods };
  return c.json(asked);
}

export function rememberStep(c: Context<HttpEnv>, token: string): void {
  const secure = c.get("client").isHttps;
  setCookie(c, STEP_COOKIE, token, {
    path: STEP_PATH,
    httpOnly: true,
    sameSite: "Strict",
    secure,
    maxAge: STEP_COOKIE_AGE_S,
  });
}

export function stepTokenOf(c: Context<HttpEnv>): string | undefined {
  return getCookie(c, STEP_COOKIE);
}
