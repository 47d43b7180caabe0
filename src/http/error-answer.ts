/** The one place where failures become answers: `{"error":{code,message,details?}}` with the status that the contract names. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { ERROR_STATUS, type ErrorBody } from "../../protocol/rest/shapes.ts";
import { failureOf, notFound, ServiceFailure } from "../services/failures.ts";
import type { HttpContext, HttpEnv } from "./http-context.ts";

export function answerFailure(c: Context<HttpEnv>, failure: ServiceFailure): Response {
  if (failure.retryAfterS !== undefined) c.header("Retry-After", String(failure.retryAfterS));
  // What is not there now may be there next time.
  c.header("Cache-Control", "no-store");
  const { code, message, details } = failure;
  const body: ErrorBody = { error: { code, message, ...(details !== undefined && { details }) } };
  return c.json(body, failure.status as ContentfulStatusCode);
}

export function createErrorHandler({ log }: Pick<HttpContext, "log">) {
  return (error: Error, c: Context<HttpEnv>): Response => {
    const failure = failureOf(error) ?? ofHttp(error);
    if (failure) return answerFailure(c, failure);
    log.error({ err: error, request_id: c.get("requestId"), url: c.req.url }, "a request failed");
    const message = `something went wrong in the server: its log has more under ${c.get("requestId")}`;
    return answerFailure(c, new ServiceFailure("internal", message));
  };
}

export function answerUnknownPath(c: Context<HttpEnv>): Response {
  const { method, path } = c.req;
  return answerFailure(c, new ServiceFailure("not_found", `there is no ${method} ${path.slice(0, 200)}`));
}

/** Given to every router: what a schema refused, with each field's fault. */
export function refuseInvalid(result: { success: true } | { success: false; error: z.core.$ZodError; target: string }) {
  if (result.success) return;
  // What cannot be an id is the id of nothing.
  if (result.target === "param") throw notFound("thing");
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const [first] = issues;
  const whole = result.target === "json" ? "body" : result.target;
  const where = `${first?.path || whole}: `;
  throw new ServiceFailure("invalid_request", `${where}${first?.message ?? "not valid"}`, { details: issues });
}

/** What Hono itself refuses: JSON that is none, or that does not say so. */
function ofHttp(error: Error): ServiceFailure | null {
  if (!(error instanceof HTTPException)) return null;
  if (error.status === 415) {
    return new ServiceFailure("invalid_request", "send the body as JSON, with Content-Type: application/json");
  }
  const kinds = Object.entries(ERROR_STATUS) as [keyof typeof ERROR_STATUS, number][];
  const kind = kinds.find(([, status]) => status === error.status)?.[0];
  return new ServiceFailure(kind ?? "invalid_request", error.message || "the request could not be read");
}
