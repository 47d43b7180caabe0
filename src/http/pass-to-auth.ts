/** Hands a checked request to better-auth and gives its refusals the contract's shape. */
import type { Context } from "hono";
import { ERROR_STATUS } from "../../protocol/rest/shapes.ts";
import { type Auth, CLIENT_ADDRESS_HEADER } from "../services/accounts/auth.ts";
import { type FailureKind, ServiceFailure } from "../services/failures.ts";
import { answerFailure } from "./error-answer.ts";
import type { HttpEnv } from "./http-context.ts";

/** @param body what was checked, nothing else of what was sent; undefined: a GET */
export async function passToAuth(auth: Auth, c: Context<HttpEnv>, body: object | undefined): Promise<Response> {
  // Only what better-auth needs: no header of the client's is taken for one of ours.
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: c.get("client").address ?? "" });
  for (const name of ["cookie", "user-agent"]) headers.set(name, c.req.header(name) ?? "");
  if (body) headers.set("content-type", "application/json");
  const url = new URL(c.req.path, "http://localhost");
  const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const answer = await auth.handler(new Request(url, init));
  return answer.ok ? answer : answerFailure(c, await refusalOf(answer));
}

/** better-auth answers `{code,message}` with codes in capitals, and statuses that the contract does not have. */
async function refusalOf(answer: Response): Promise<ServiceFailure> {
  const body = await answer.json().catch(() => null);
  const text = (field: string) => (typeof body?.[field] === "string" ? (body[field] as string) : undefined);
  const kinds = Object.entries(ERROR_STATUS) as [FailureKind, number][];
  const kind = kinds.find(([, status]) => status === answer.status)?.[0] ?? "invalid_request";
  return new ServiceFailure(kind, text("message") ?? "refused", { code: text("code")?.toLowerCase() });
}
