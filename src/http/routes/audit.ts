/** `/api/audit`. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  type AuditFilter,
  auditFilter,
  auditQuery,
  auditRow,
  auditVerification,
  auditVerifyQuery,
} from "../../../protocol/rest/audit.ts";
import { pageOf } from "../../../protocol/rest/shapes.ts";
import { exportAudit } from "../../services/audit/export-audit.ts";
import { listAudit } from "../../services/audit/list-audit.ts";
import { verifyAudit } from "../../services/audit/verify-audit.ts";
import { sendCsv, tableAnswer } from "../csv-answer.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, named, signedIn } from "../route-shapes.ts";
import { letStream } from "../stream-request.ts";

const about = { tags: ["Audit"], security: signedIn };

const list = createRoute({
  ...about,
  method: "get",
  path: "/api/audit",
  summary: "The audit log, newest first",
  description: "`format=csv` is `/api/audit.csv`.",
  request: { query: auditQuery },
  responses: { 200: json("a page of rows", pageOf(named("AuditRow", auditRow))), ...failures(400, 401, 403, 503) },
});

const csv = createRoute({
  ...about,
  method: "get",
  path: "/api/audit.csv",
  summary: "All rows that the filter leaves, as a table",
  description: "RFC 4180. A cell that a spreadsheet would run begins with an apostrophe.",
  request: { query: auditFilter },
  responses: { 200: tableAnswer, ...failures(400, 401, 403, 503) },
});

const verify = createRoute({
  ...about,
  method: "get",
  path: "/api/audit/verify",
  summary: "Whether the log is whole: every row's hash is computed anew",
  request: { query: auditVerifyQuery },
  responses: {
    200: json("what was found", named("AuditVerification", auditVerification)),
    ...failures(400, 401, 403, 503),
  },
});

export function auditRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  const sendTable = async (c: Context<HttpEnv>, filter: AuditFilter) => {
    const day = services.now().toISOString().slice(0, 10);
    return sendCsv(c, `audit-log ${day}.csv`, await exportAudit(services, c.get("actor"), filter)) as never;
  };

  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      if (query.format === "csv") return sendTable(c, query);
      return c.json(await listAudit(services, c.get("actor"), query), 200);
    })
    .openapi(csv, (c) => sendTable(c, c.req.valid("query")))
    .openapi(verify, async (c) => {
      letStream(c);
      const { max_age_s: maxAgeS } = c.req.valid("query");
      return c.json(await verifyAudit(services, c.get("actor"), { maxAgeS }), 200);
    });
}
