/** Pieces of route declarations that repeat: JSON bodies, JSON answers, the error answer, a path's id. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { errorBody, id } from "../../protocol/rest/shapes.ts";
import { refuseInvalid } from "./error-answer.ts";
import type { HttpEnv } from "./http-context.ts";

/** A router whose refusals have the contract's shape. */
export function createRouter(): OpenAPIHono<HttpEnv> {
  return new OpenAPIHono<HttpEnv>({ defaultHook: refuseInvalid });
}

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  // Required, or a request without Content-Type would pass unchecked.
  body: { required: true, content: { "application/json": { schema } } },
});

export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const errors = {
  400: "`invalid_request`: what is wrong is in `details`",
  401: "`unauthenticated`",
  403: "`forbidden`, or not from this server's own pages",
  404: "`not_found`, or nothing that the caller may see",
  409: "`conflict`",
  410: "`gone`",
  413: "`payload_too_large`",
  429: "`rate_limited`: try again after `Retry-After` seconds",
  503: "`unavailable`: try again after `Retry-After` seconds",
} as const;

/** A schema under its own name in the document. A copy: those of the contract may be older than zod's OpenAPI methods. */
export function named<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  return schema.clone().openapi(name);
}

const errorAnswer = named("Error", errorBody);

/** The error answers of a route, for the document. */
export function failures<Status extends keyof typeof errors>(...statuses: Status[]) {
  const entries = statuses.map((status) => [status, json(errors[status], errorAnswer)] as const);
  return Object.fromEntries(entries) as Record<Status, ReturnType<typeof json<typeof errorAnswer>>>;
}

export const idParameter = z.object({ id });
/** Of a link that needs no sign-in. */
export const tokenParameter = z.object({ token: z.string().max(100) });

export const nothing = { 204: { description: "done" } } as const;

export const signedIn = [{ cookie: [] }];
export const asAgent = [{ accessKey: [], machineId: [] }];
