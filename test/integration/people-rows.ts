/** Rows of the table of who is answered what (authorization-rows.ts): groups, users, invitations, new passwords. */
import { groupMembers } from "../../src/db/schema/group-members.ts";
import { users } from "../../src/db/schema/users.ts";
import type { AuthorizationWorld } from "../fakes/authorization-world.ts";
import {
  ADMINISTRATORS,
  administrators,
  id,
  PUBLIC,
  type Row,
  SIGNED_IN,
  type TargetOf,
  withBody,
} from "./authorization-row.ts";

const aGroup: TargetOf = async ({ people }) => {
  const { body } = await people.admin.ask("POST", "/api/groups", { body: { name: `Group ${Bun.randomUUIDv7()}` } });
  return id(String(body.id));
};
const theGroup: TargetOf = ({ groupId }) => id(groupId);
/** Of a person who is a member of both, in the machine's group. */
const aMember: TargetOf = async ({ server, groupId }) => {
  const userId = await insertUser(server);
  await server.services.db.insert(groupMembers).values({ groupId, userId, permissions: ["view"] });
  return { parameters: { id: groupId, user_id: userId } };
};
const aUser: TargetOf = async ({ server }) => id(await insertUser(server));
export async function insertUser({ services }: AuthorizationWorld["server"]): Promise<string> {
  const [userId, at] = [Bun.randomUUIDv7(), new Date()];
  const email = `${userId}@example.com`;
  await services.db.insert(users).values({ id: userId, name: "Ursula", email, createdAt: at, updatedAt: at });
  return userId;
}
const anInvite: TargetOf = async ({ people }) => {
  const email = `${Bun.randomUUIDv7()}@example.com`;
  const { body } = await people.admin.ask("POST", "/api/invites", { body: { email } });
  return { parameters: { id: String(body.id), token: String(body.url).split("/").at(-1) ?? "" } };
};
const aReset: TargetOf = async ({ people, server }) => {
  const { body } = await people.admin.ask("POST", `/api/users/${await insertUser(server)}/password-reset`, {
    body: {},
  });
  return { parameters: { token: String(body.url).split("/").at(-1) ?? "" } };
};
/** Its members may know of a group; administrators change it. */
const ofAGroup = (status: number) => `401 401 401 404 403 403 403 ${status}`;

export const OF_PEOPLE: readonly Row[] = [
  { route: "GET /api/groups", answers: SIGNED_IN },
  {
    route: "POST /api/groups",
    answers: administrators(201),
    target: () => ({ body: { name: `Group ${Bun.randomUUIDv7()}` } }),
  },
  { route: "GET /api/groups/{id}", answers: "401 401 401 404 200 200 200 200", target: theGroup },
  { route: "PATCH /api/groups/{id}", answers: ofAGroup(200), target: withBody(theGroup, {}) },
  // Of none of the callers but the administrator.
  { route: "DELETE /api/groups/{id}", answers: "401 401 401 404 404 404 404 204", target: aGroup },
  {
    route: "PUT /api/groups/{id}/members/{user_id}",
    answers: ofAGroup(200),
    target: withBody(aMember, { permissions: ["view"] }),
  },
  { route: "DELETE /api/groups/{id}/members/{user_id}", answers: ofAGroup(204), target: aMember },

  { route: "GET /api/users", answers: ADMINISTRATORS },
  { route: "GET /api/users/{id}", answers: ADMINISTRATORS, target: aUser },
  { route: "PATCH /api/users/{id}", answers: ADMINISTRATORS, target: withBody(aUser, { name: "Ulla" }) },
  { route: "DELETE /api/users/{id}", answers: administrators(204), target: aUser },
  { route: "POST /api/users/{id}/password-reset", answers: administrators(201), target: withBody(aUser, {}) },
  { route: "GET /api/password-resets/by-token/{token}", answers: PUBLIC, target: aReset },
  {
    route: "POST /api/auth/reset-password",
    answers: PUBLIC,
    target: async (world, caller) => {
      const { parameters } = await aReset(world, caller);
      return { body: { token: parameters?.token, newPassword: "a password that is new" } };
    },
  },
  {
    route: "POST /api/auth/request-password-reset",
    // This server sends no mail.
    answers: "409 409 409 409 409 409 409 409",
    target: () => ({ body: { email: "eve@example.com" } }),
  },

  { route: "GET /api/invites", answers: ADMINISTRATORS },
  {
    route: "POST /api/invites",
    answers: administrators(201),
    target: () => ({ body: { email: `${Bun.randomUUIDv7()}@example.com` } }),
  },
  { route: "POST /api/invites/{id}/resend", answers: administrators(201), target: withBody(anInvite, {}) },
  { route: "DELETE /api/invites/{id}", answers: administrators(204), target: anInvite },
  { route: "GET /api/invites/by-token/{token}", answers: PUBLIC, target: anInvite },
  // No mail server is set.
  { route: "POST /api/settings/mail/test", answers: administrators(409), target: () => ({ body: {} }) },
];
