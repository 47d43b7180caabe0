/** No body where JSON is said to come is an object without fields: many clients name the type whether they send something or not. */
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http-context.ts";

export const takeNothingAsEmptyObject: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const isJson = c.req.header("content-type")?.startsWith("application/json") === true;
  if (isJson && isEmpty(c.req.raw)) c.req.raw = new Request(c.req.raw, { body: "{}" });
  await next();
};

function isEmpty({ body, headers, method }: Request): boolean {
  if (method === "GET" || method === "HEAD") return false;
  return body === null || headers.get("content-length") === "0";
}
