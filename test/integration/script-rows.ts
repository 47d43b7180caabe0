/** Rows of the table of who is answered what (authorization-rows.ts): saved scripts and their runs. */
import { waitUntil } from "../fakes/wait-until.ts";
import { id, type Row, type TargetOf, withBody } from "./authorization-row.ts";

const A_SCRIPT = { name: "Restart", shell: "sh", script: "true" };
/** The keeper's. The stranger may run scripts, too, on machines of their own group. */
const MAY_RUN_SCRIPTS = "401 401 401 200 403 403 200 200";
const THE_KEEPERS_RUN = "401 401 401 404 403 403 200 200";
const aScript: TargetOf = async ({ people }) => {
  const { body } = await people.keeper.ask("POST", "/api/scripts", { body: A_SCRIPT });
  return id(String(body.id));
};
const aRun: TargetOf = async ({ people, machine }) => {
  const body = { script: "true", shell: "sh", machine_ids: [machine.id] };
  const run = await people.keeper.ask("POST", "/api/script-runs", { body });
  const path = `/api/script-runs/${run.body.id}`;
  await waitUntil("the end of the run", async () => (await people.keeper.ask("GET", path)).body.ended_at !== null);
  return { parameters: { id: String(run.body.id), machine_id: machine.id } };
};

export const OF_SCRIPTS: readonly Row[] = [
  { route: "GET /api/scripts", answers: MAY_RUN_SCRIPTS },
  { route: "POST /api/scripts", answers: "401 401 401 201 403 403 201 201", target: () => ({ body: A_SCRIPT }) },
  { route: "GET /api/scripts/{id}", answers: MAY_RUN_SCRIPTS, target: aScript },
  {
    route: "PATCH /api/scripts/{id}",
    answers: "401 401 401 403 403 403 200 200",
    target: withBody(aScript, { name: "Other" }),
  },
  { route: "DELETE /api/scripts/{id}", answers: "401 401 401 403 403 403 204 204", target: aScript },
  { route: "GET /api/script-runs", answers: MAY_RUN_SCRIPTS },
  {
    route: "POST /api/script-runs",
    answers: "401 401 401 404 403 403 201 201",
    target: ({ machine }) => ({ body: { script: "true", shell: "sh", machine_ids: [machine.id] } }),
  },
  { route: "GET /api/script-runs/{id}", answers: THE_KEEPERS_RUN, target: aRun },
  { route: "GET /api/script-runs/{id}/machines/{machine_id}/output", answers: THE_KEEPERS_RUN, target: aRun },
  {
    route: "POST /api/script-runs/{id}/stop",
    // Over already: its machine's agent speaks the plain protocol.
    answers: "401 401 401 404 403 403 409 409",
    target: withBody(aRun, {}),
  },
];
