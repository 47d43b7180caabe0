/**
 * What each route answers to each caller, in the order of `CALLERS`:
 *   nobody, an agent by its access key, a viewer by its token, a member of another group,
 *   and of the machine's group: who may only view, who has the usual permissions, who has all; an administrator.
 * 401: proves nothing that counts here. 404: may not even know of it. 403: may know of it, and not do this.
 */
import { CALLERS } from "../fakes/authorization-world.ts";
import { ONE_PIXEL_PNG } from "../fakes/one-pixel-png.ts";
import { describedMachine } from "../fakes/server-world.ts";
import { ADMINISTRATORS, id, PUBLIC, type Row, SIGNED_IN, type TargetOf, withBody } from "./authorization-row.ts";
import { OF_ONESELF } from "./own-account-rows.ts";
import { OF_PEOPLE } from "./people-rows.ts";
import { OF_SCRIPTS } from "./script-rows.ts";
import { aSession, OF_A_SESSIONS_MACHINE } from "./session-machine-rows.ts";

export { CALLERS, type Row };

const theMachine: TargetOf = ({ machine }) => id(machine.id);
const aMachine: TargetOf = async (world) => id((await world.addMachine()).id);
const aRecording: TargetOf = async (world) => id(await world.record());
/** One that may end: the table goes on with the shared one. */
const ownSignIn: TargetOf = async (world, caller) => {
  if (caller === "nobody" || caller === "agent" || caller === "viewer") return {};
  const { cookie } = await world.signInAgain(caller);
  return { headers: { cookie } };
};

const aToken: TargetOf = async ({ people }) => {
  const { body } = await people.admin.ask("POST", "/api/enrollment-tokens", { body: {} });
  return id(String(body.id));
};
/** Of the group whose keeper may do everything with its machines, once they are accepted. */
const aWaitingMachine: TargetOf = async ({ people, addMachine }) => {
  await people.admin.ask("PATCH", "/api/settings", { body: { quarantine_new_machines: true } });
  const machine = await addMachine();
  await people.admin.ask("PATCH", "/api/settings", { body: { quarantine_new_machines: false } });
  return id(machine.id);
};
const theLogo: TargetOf = async ({ people }) => {
  await people.admin.ask("PATCH", "/api/settings", { body: { logo: ONE_PIXEL_PNG } });
  const { body } = await people.admin.ask("GET", "/api/branding");
  return { parameters: { hash: String(body.logo_url).split("/").at(-1) ?? "" } };
};
const theMembersFilter: TargetOf = async ({ people }) => {
  const filter = { name: "Mine", query: "?state=online" };
  return id(String((await people.member.ask("POST", "/api/saved-filters", { body: filter })).body.id));
};
/** The member's own. */
const aSupportLink: TargetOf = async ({ people }) => {
  const { body } = await people.member.ask("POST", "/api/support-links", { body: {} });
  return {
    parameters: { id: String(body.id), token: String(body.url).split("/").at(-1) ?? "", platform: "linux-x64" },
  };
};

/** Nobody listens at port 9: what is sent is tried, and waits. */
const A_WEBHOOK = { url: "http://127.0.0.1:9/", events: ["machine.removed"], allow_private: true };
const aWebhook: TargetOf = async ({ people }) => {
  const { body } = await people.admin.ask("POST", "/api/webhooks", { body: A_WEBHOOK });
  return id(String(body.id));
};
const aDelivery: TargetOf = async (world, caller) => {
  const { parameters } = await aWebhook(world, caller);
  const { body } = await world.people.admin.ask("POST", `/api/webhooks/${parameters?.id}/test`);
  return { parameters: { ...parameters, delivery_id: String(body.id) } };
};

export const ROWS: readonly Row[] = [
  { route: "GET /healthz", answers: PUBLIC },
  { route: "GET /readyz", answers: PUBLIC },
  { route: "GET /metrics", answers: ADMINISTRATORS },
  { route: "GET /install.sh", answers: PUBLIC },
  {
    route: "GET /downloads/{name}",
    answers: PUBLIC,
    target: () => ({ parameters: { name: "remotelink-agent-linux" } }),
  },
  { route: "GET /api/openapi.json", answers: PUBLIC },
  { route: "GET /api/docs", answers: PUBLIC },
  // A caller's own address, told to nobody else.
  { route: "GET /api/client", answers: PUBLIC },
  { route: "GET /api/client/stream", answers: PUBLIC },
  { route: "GET /api/setup", answers: PUBLIC },
  { route: "GET /api/help/{token}", answers: PUBLIC, target: aSupportLink },
  { route: "GET /help/{token}/download/{platform}", answers: PUBLIC, target: aSupportLink },

  { route: "GET /api/me", answers: SIGNED_IN },
  { route: "GET /api/events", answers: SIGNED_IN },
  { route: "GET /api/audit", answers: ADMINISTRATORS },
  { route: "GET /api/audit.csv", answers: ADMINISTRATORS },
  { route: "GET /api/audit/verify", answers: ADMINISTRATORS },
  { route: "GET /api/auth/get-session", answers: PUBLIC },
  {
    route: "POST /api/auth/sign-up/email",
    answers: "403 403 403 403 403 403 403 403",
    target: () => ({ body: { name: "Eve", email: "eve@example.com", password: "long enough a password" } }),
  },
  {
    route: "POST /api/auth/sign-in/email",
    answers: "401 401 401 401 401 401 401 401",
    target: () => ({ body: { email: "eve@example.com", password: "not a password of anybody" } }),
  },
  { route: "POST /api/auth/sign-out", answers: PUBLIC, target: ownSignIn },
  { route: "POST /api/auth/update-user", answers: SIGNED_IN, target: () => ({ body: { name: "Somebody" } }) },
  {
    route: "POST /api/auth/change-password",
    // The present one is wrong.
    answers: "401 401 401 400 400 400 400 400",
    target: () => ({ body: { currentPassword: "not that one", newPassword: "another long password" } }),
  },

  {
    route: "POST /api/agent/register",
    answers: "403 403 403 403 403 403 403 403",
    target: () => ({ body: { ...describedMachine("new"), enrollment_token: "rle_none" } }),
  },
  {
    route: "POST /api/agent/heartbeat",
    answers: "401 200 401 401 401 401 401 401",
    target: () => ({ body: { agent_version: "0.1.0" } }),
  },
  { route: "POST /api/agent/session-code", answers: "401 201 401 401 401 401 401 401", target: () => ({ body: {} }) },
  { route: "GET /api/agent/streams/{id}", answers: "401 404 401 401 401 401 401 401" },
  {
    route: "PUT /api/agent/streams/{id}",
    answers: "401 404 401 401 401 401 401 401",
    target: () => ({ headers: { "X-Stream-Answer": '{"ok":true,"facts":{}}' } }),
  },

  ...OF_ONESELF,
  { route: "GET /api/machines", answers: SIGNED_IN },
  { route: "GET /api/machines/all", answers: SIGNED_IN },
  { route: "GET /api/machines/{id}", answers: "401 401 401 404 200 200 200 200", target: theMachine },
  {
    route: "PATCH /api/machines/{id}",
    answers: "401 401 401 404 403 403 200 200",
    target: withBody(theMachine, { notes: "by the window" }),
  },
  { route: "DELETE /api/machines/{id}", answers: "401 401 401 404 403 403 204 204", target: aMachine },
  { route: "POST /api/machines/{id}/wake", answers: "401 401 401 404 403 202 202 202", target: theMachine },
  // Refused machine by machine (machine-bulk.test.ts): the act as a whole is anybody's.
  {
    route: "POST /api/machines/bulk",
    answers: SIGNED_IN,
    target: async (world) => ({ body: { action: "tag", machine_ids: [(await world.addMachine()).id], add: ["a"] } }),
  },
  // Its agent is of the plain protocol and has none.
  { route: "GET /api/machines/{id}/thumbnail", answers: "401 401 401 404 204 204 204 204", target: theMachine },
  {
    route: "POST /api/machines/{id}/sessions",
    answers: "401 401 401 404 201 201 201 201",
    target: withBody(theMachine, {}),
  },

  { route: "GET /api/sessions.csv", answers: SIGNED_IN },
  { route: "GET /api/sessions", answers: SIGNED_IN },
  { route: "GET /api/sessions/{id}", answers: "401 401 401 404 200 200 200 200", target: aSession },
  {
    route: "PATCH /api/sessions/{id}",
    answers: "401 401 401 404 403 200 200 200",
    target: withBody(aSession, { notes: "done" }),
  },
  { route: "DELETE /api/sessions/{id}", answers: "401 401 401 404 403 204 204 204", target: aSession },
  { route: "POST /api/sessions/{id}/join", answers: "401 401 401 404 201 201 201 201", target: withBody(aSession, {}) },
  {
    route: "POST /api/sessions/join",
    answers: "401 401 401 404 404 404 404 404",
    target: () => ({ body: { code: "ZZZZZZ" } }),
  },
  ...OF_A_SESSIONS_MACHINE,

  { route: "GET /api/saved-filters", answers: SIGNED_IN },
  {
    route: "POST /api/saved-filters",
    answers: "401 401 401 201 201 201 201 201",
    target: () => ({ body: { name: "Servers", query: "?tag=server" } }),
  },
  { route: "DELETE /api/saved-filters/{id}", answers: "401 401 401 404 404 204 404 404", target: theMembersFilter },
  ...OF_SCRIPTS,

  { route: "GET /api/recordings", answers: SIGNED_IN },
  { route: "GET /api/recordings/{id}", answers: "401 401 401 404 200 200 200 200", target: aRecording },
  { route: "GET /api/recordings/{id}/content", answers: "401 401 401 404 200 200 200 200", target: aRecording },
  { route: "GET /api/recordings/{id}/index", answers: "401 401 401 404 200 200 200 200", target: aRecording },
  { route: "DELETE /api/recordings/{id}", answers: "401 401 401 404 403 403 403 204", target: aRecording },

  { route: "GET /api/enrollment-tokens", answers: "401 401 401 403 403 403 403 200" },
  { route: "POST /api/enrollment-tokens", answers: "401 401 401 403 403 403 403 201", target: () => ({ body: {} }) },
  { route: "DELETE /api/enrollment-tokens/{id}", answers: "401 401 401 403 403 403 403 204", target: aToken },
  { route: "PATCH /api/enrollment-tokens/{id}", answers: ADMINISTRATORS, target: withBody(aToken, { label: "Lyon" }) },
  { route: "POST /api/enrollment-tokens/{id}/renew", answers: ADMINISTRATORS, target: withBody(aToken, {}) },
  { route: "GET /api/enrollment-tokens/{id}/machines", answers: ADMINISTRATORS, target: aToken },

  { route: "GET /api/waiting-machines", answers: ADMINISTRATORS },
  {
    route: "POST /api/waiting-machines/{id}/accept",
    answers: ADMINISTRATORS,
    target: withBody(aWaitingMachine, {}),
  },
  {
    route: "DELETE /api/waiting-machines/{id}",
    answers: "401 401 401 403 403 403 403 204",
    target: aWaitingMachine,
  },

  { route: "GET /api/settings", answers: ADMINISTRATORS },
  { route: "PATCH /api/settings", answers: ADMINISTRATORS, target: () => ({ body: { thumbnails: true } }) },
  { route: "GET /api/branding", answers: PUBLIC },
  { route: "GET /api/branding/logo/{hash}", answers: PUBLIC, target: theLogo },
  ...OF_PEOPLE,

  { route: "GET /api/webhooks", answers: ADMINISTRATORS },
  {
    route: "POST /api/webhooks",
    answers: "401 401 401 403 403 403 403 201",
    target: () => ({ body: A_WEBHOOK }),
  },
  { route: "GET /api/webhooks/{id}", answers: ADMINISTRATORS, target: aWebhook },
  { route: "PATCH /api/webhooks/{id}", answers: ADMINISTRATORS, target: withBody(aWebhook, { name: "Desk" }) },
  { route: "DELETE /api/webhooks/{id}", answers: "401 401 401 403 403 403 403 204", target: aWebhook },
  { route: "GET /api/webhooks/{id}/deliveries", answers: ADMINISTRATORS, target: aWebhook },
  { route: "POST /api/webhooks/{id}/test", answers: ADMINISTRATORS, target: aWebhook },
  {
    route: "POST /api/webhooks/{id}/deliveries/{delivery_id}/retry",
    answers: "401 401 401 403 403 403 403 202",
    target: aDelivery,
  },

  { route: "GET /api/support-links", answers: SIGNED_IN },
  { route: "POST /api/support-links", answers: "401 401 401 201 403 201 201 201", target: () => ({ body: {} }) },
  { route: "DELETE /api/support-links/{id}", answers: "401 401 401 404 404 204 404 404", target: aSupportLink },
  {
    route: "POST /api/support-links/{id}/session",
    // Its agent does not run yet: 409 is for the one who made it only.
    answers: "401 401 401 404 404 409 404 404",
    target: withBody(aSupportLink, {}),
  },
];
