/** The HTTP side put together: what every request passes, then the routes. Sockets do not come here (src/main.ts). */
import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { ServiceFailure } from "../services/failures.ts";
import { answerUnknownPath, createErrorHandler } from "./error-answer.ts";
import type { HttpContext, HttpEnv } from "./http-context.ts";
import { findActor, requirePerson } from "./middleware/actor.ts";
import { countRequests } from "./middleware/count-requests.ts";
import { takeNothingAsEmptyObject } from "./middleware/empty-body.ts";
import { addHeadLength } from "./middleware/head-length.ts";
import { recordRefusals } from "./middleware/record-refusals.ts";
import { logRequests } from "./middleware/request-log.ts";
import { requireSameOrigin } from "./middleware/same-origin.ts";
import { addSecurityHeaders } from "./middleware/security-headers.ts";
import { createClientReader } from "./request-client.ts";
import { accountRoutes } from "./routes/account.ts";
import { agentRoutes } from "./routes/agent.ts";
import { agentStreamRoutes } from "./routes/agent-streams.ts";
import { allMachinesRoutes } from "./routes/all-machines.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { auditRoutes } from "./routes/audit.ts";
import { identityProviderRoutes } from "./routes/auth-providers.ts";
import { clientRoutes } from "./routes/client.ts";
import { clipboardRoutes } from "./routes/clipboard.ts";
import { docsRoutes } from "./routes/docs.ts";
import { downloadRoutes } from "./routes/downloads.ts";
import { enrollmentTokenRoutes } from "./routes/enrollment-tokens.ts";
import { eventRoutes } from "./routes/events.ts";
import { fileContentRoutes, fileRoutes } from "./routes/files.ts";
import { groupRoutes } from "./routes/groups.ts";
import { healthRoutes } from "./routes/health.ts";
import { helpRoutes } from "./routes/help.ts";
import { inviteRoutes, publicInviteRoutes } from "./routes/invites.ts";
import { machineBulkRoutes } from "./routes/machine-bulk.ts";
import { machineRoutes } from "./routes/machines.ts";
import { mailRoutes } from "./routes/mail.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { passkeyRoutes } from "./routes/passkeys.ts";
import { passwordResetRoutes } from "./routes/password-resets.ts";
import { providerRoutes } from "./routes/providers.ts";
import { recordingRoutes } from "./routes/recordings.ts";
import { savedFilterRoutes } from "./routes/saved-filters.ts";
import { scriptRunRoutes } from "./routes/script-runs.ts";
import { scriptRoutes } from "./routes/scripts.ts";
import { secondFactorRoutes } from "./routes/second-factor.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { signInRoutes } from "./routes/sign-ins.ts";
import { supportLinkRoutes } from "./routes/support-links.ts";
import { thumbnailRoutes } from "./routes/thumbnails.ts";
import { userRoutes } from "./routes/users.ts";
import { waitingMachineRoutes } from "./routes/waiting-machines.ts";
import { webRoutes } from "./routes/web.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** JSON bodies: the longest, a machine's notes of 20,000 characters in escapes, are far below. */
const MAX_BODY_BYTES = 256 * 1024;

/** In Hono "/x/*" is "/x", too. */
const PEOPLES_PATHS = [
  "/api/me",
  "/api/auth/update-user",
  "/api/auth/change-password",
  "/api/auth/second-factors",
  "/api/auth/authenticator/*",
  "/api/auth/recovery-codes",
  "/api/auth/prove/*",
  "/api/auth/passkeys/*",
  "/api/auth/identities/*",
  "/api/auth-providers/*",
  "/api/users/:id/second-factor",
  "/api/api-keys/*",
  "/api/sign-ins/*",
  "/api/machines/*",
  "/api/sessions.csv",
  "/api/sessions/*",
  "/api/recordings/*",
  "/api/groups/*",
  "/api/users/*",
  "/api/invites/*",
  "/api/enrollment-tokens/*",
  "/api/support-links/*",
  "/api/settings/*",
  "/api/webhooks/*",
  "/api/saved-filters/*",
  "/api/scripts/*",
  "/api/script-runs/*",
  "/api/waiting-machines/*",
  "/api/audit.csv",
  "/api/audit/*",
  "/api/events",
];

export function createApp(context: HttpContext): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>();
  const readClient = createClientReader(context.clients);

  app.use(async (c, next) => {
    c.set("client", readClient(c.req.raw, c.env.server.requestIP(c.req.raw)?.address ?? null));
    await next();
  });
  app.use(countRequests(context.metrics), logRequests(context.log), addSecurityHeaders(), addHeadLength);
  app.onError(createErrorHandler(context));
  app.notFound(answerUnknownPath);

  app.route("/", healthRoutes(context));
  app.route("/", metricsRoutes(context));
  app.use("/api/*", noStore, recordRefusals(context), requireSameOrigin(context));
  // Before any bound on bodies, and before anything looks into one.
  app.route("/", agentStreamRoutes(context));
  for (const path of ["files/content", "files/batch", "clipboard"]) {
    app.use(`/api/sessions/:id/${path}`, findActor(context), requirePerson);
  }
  app.route("/", fileContentRoutes(context));
  app.route("/", clipboardRoutes(context));
  app.route("/", clientRoutes(context));
  app.use("/api/*", takeNothingAsEmptyObject);
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new ServiceFailure("payload_too_large", `a request's body has at most ${MAX_BODY_BYTES} bytes`);
      },
    }),
  );
  app.route("/", agentRoutes(context));
  app.route("/", publicInviteRoutes(context));
  app.route("/", passwordResetRoutes(context));
  for (const path of PEOPLES_PATHS) app.use(path, findActor(context), requirePerson);
  app.route("/", accountRoutes(context));
  app.route("/", secondFactorRoutes(context));
  app.route("/", passkeyRoutes(context));
  for (const path of ["/api/auth/providers/*", "/api/auth/callback"]) app.use(path, findActor(context));
  app.route("/", providerRoutes(context));
  app.route("/", identityProviderRoutes(context));
  app.route("/", apiKeyRoutes(context));
  app.route("/", signInRoutes(context));
  app.route("/", allMachinesRoutes(context));
  app.route("/", machineBulkRoutes(context));
  app.route("/", machineRoutes(context));
  app.route("/", thumbnailRoutes(context));
  app.route("/", sessionRoutes(context));
  app.route("/", recordingRoutes(context));
  app.route("/", fileRoutes(context));
  app.route("/", groupRoutes(context));
  app.route("/", userRoutes(context));
  app.route("/", inviteRoutes(context));
  app.route("/", mailRoutes(context));
  app.route("/", enrollmentTokenRoutes(context));
  app.route("/", waitingMachineRoutes(context));
  app.route("/", supportLinkRoutes(context));
  app.route("/", savedFilterRoutes(context));
  app.route("/", scriptRoutes(context));
  app.route("/", scriptRunRoutes(context));
  app.route("/", helpRoutes(context));
  app.route("/", settingsRoutes(context));
  app.route("/", webhookRoutes(context));
  app.route("/", auditRoutes(context));
  app.route("/", eventRoutes(context));
  app.route("/", docsRoutes(app));
  app.route("/", downloadRoutes(context));
  app.route("/", webRoutes(context));
  return app;
}

/** Answers hold what only this caller may see. */
const noStore: Parameters<OpenAPIHono<HttpEnv>["use"]>[1] = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};
