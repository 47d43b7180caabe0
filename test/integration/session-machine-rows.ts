/** Rows of the table of who is answered what (authorization-rows.ts): what is done on the machine of a session. */
import { id, type Row, type TargetOf, withBody, withQuery } from "./authorization-row.ts";

export const aSession: TargetOf = async (world) => id((await world.startSession()).session_id);

/** By one's own ticket in the session, which is the member's; an agent of the plain protocol then answers 409. */
const BY_TICKET = "401 401 401 404 403 409 403 403";
const FILE = "?path=/tmp/a.txt";
export const OF_A_SESSIONS_MACHINE: readonly Row[] = [
  { route: "GET /api/sessions/{id}/files", answers: BY_TICKET, target: withQuery(aSession, "?path=~") },
  { route: "GET /api/sessions/{id}/files/content", answers: BY_TICKET, target: withQuery(aSession, FILE) },
  { route: "PUT /api/sessions/{id}/files/content", answers: BY_TICKET, target: withBody(aSession, {}, FILE) },
  {
    route: "PATCH /api/sessions/{id}/files/content",
    answers: BY_TICKET,
    target: async (world, caller) => ({
      ...(await withBody(aSession, {}, `${FILE}&upload=u1`)(world, caller)),
      headers: { "Upload-Offset": "0", "Upload-Complete": "?1" },
    }),
  },
  { route: "POST /api/sessions/{id}/files/batch", answers: BY_TICKET, target: withBody(aSession, {}, "?path=/tmp") },
  {
    route: "POST /api/sessions/{id}/files/folders",
    answers: BY_TICKET,
    target: withBody(aSession, { path: "/tmp/b" }),
  },
  {
    route: "POST /api/sessions/{id}/files/rename",
    answers: BY_TICKET,
    target: withBody(aSession, { path: "/tmp/a", new_path: "/tmp/b" }),
  },
  { route: "DELETE /api/sessions/{id}/files", answers: BY_TICKET, target: withBody(aSession, { paths: ["/tmp/a"] }) },
  { route: "GET /api/sessions/{id}/clipboard", answers: BY_TICKET, target: aSession },
  {
    route: "PUT /api/sessions/{id}/clipboard",
    answers: BY_TICKET,
    target: async (world, caller) => ({
      ...(await aSession(world, caller)),
      body: "copied",
      headers: { "Content-Type": "text/plain" },
    }),
  },
];
