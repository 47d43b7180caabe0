/** `/api/agent`: what agents ask over HTTP. They prove themselves by their access key, never by a cookie. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import {
  heartbeatRequest,
  heartbeatResponse,
  registerRequest,
  registerResponse,
  sessionCodeResponse,
} from "../../../protocol/rest/agent.ts";
import { createSessionCode } from "../../services/agents/create-session-code.ts";
import { heartbeat } from "../../services/agents/heartbeat.ts";
import { registerAgent } from "../../services/agents/register-agent.ts";
import { agentOf } from "../agent-credentials.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { asAgent, createRouter, failures, json, jsonBody, named } from "../route-shapes.ts";

const registered = named("Registration", registerResponse);

const register = createRoute({
  tags: ["Agents"],
  method: "post",
  path: "/api/agent/register",
  summary: "Enroll a machine, or come back as one that is known",
  request: jsonBody(registerRequest),
  responses: {
    200: json("known already: the same machine, no token spent", registered),
    201: json("enrolled; the access key is told once", registered),
    ...failures(400, 401, 403, 409, 429, 503),
  },
});

const beat = createRoute({
  tags: ["Agents"],
  security: asAgent,
  method: "post",
  path: "/api/agent/heartbeat",
  summary: "Tell of the machine, hear of updates",
  request: jsonBody(heartbeatRequest),
  responses: { 200: json("the server's time and the update to take", heartbeatResponse), ...failures(400, 401, 503) },
});

const code = createRoute({
  tags: ["Agents"],
  security: asAgent,
  method: "post",
  path: "/api/agent/session-code",
  summary: "A code for the machine's user to read out; voids the one before",
  responses: { 201: json("the code", sessionCodeResponse), ...failures(401, 403, 503) },
});

export function agentRoutes({ services }: HttpContext): OpenAPIHono<HttpEnv> {
  return createRouter()
    .openapi(register, async (c) => {
      const { address, origin } = c.get("client");
      const { isNew, machineId, accessKey, isQuarantined, technician } = await registerAgent(
        services,
        { kind: "nobody", address },
        c.req.valid("json"),
      );
      const body = {
        machine_id: machineId,
        access_key: accessKey,
        relay_url: `${origin.replace(/^http/, "ws")}/ws/agent`,
        update_public_key: services.keys.updatePublicKey,
        ...(isQuarantined && { quarantined: true }),
        technician,
      };
      return isNew ? c.json(body, 201) : c.json(body, 200);
    })
    .openapi(beat, async (c) => {
      const { machine } = await agentOf(services, c);
      return c.json(await heartbeat(services, machine, c.req.valid("json"), c.get("client")), 200);
    })
    .openapi(code, async (c) => {
      const { machine } = await agentOf(services, c);
      return c.json(await createSessionCode(services, machine), 201);
    });
}
