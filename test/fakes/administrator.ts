/** The first account of a fresh server, acting over the REST API: for tests and benches that are about something else. */
import type { EnrollmentTokenCreated, Machine, SessionTicket } from "../../protocol/rest/people.ts";

export type Administrator = {
  cookie: string;
  createEnrollmentToken(): Promise<string>;
  machines(): Promise<Machine[]>;
  startSession(machineId: string): Promise<SessionTicket>;
  endSession(sessionId: string): Promise<void>;
};

export async function signUpAdministrator(url: string): Promise<Administrator> {
  const account = { name: "Ada Admin", email: "ada@example.com", password: "correct horse battery staple" };
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: url },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(url + path, {
      method,
      headers: { cookie, Origin: url, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  return {
    cookie,
    async createEnrollmentToken() {
      const created: EnrollmentTokenCreated = await (await ask("POST", "/api/enrollment-tokens", {})).json();
      return created.token;
    },
    async machines() {
      const page: { items: Machine[] } = await (await ask("GET", "/api/machines")).json();
      return page.items;
    },
    async startSession(machineId) {
      return await (await ask("POST", `/api/machines/${machineId}/sessions`, {})).json();
    },
    async endSession(sessionId) {
      await ask("DELETE", `/api/sessions/${sessionId}`);
    },
  };
}
