/** An agent as far as the dashboard sees one: enrolled over HTTP, online while its socket is open. It shows no screen. */
import type { HeartbeatRequest, RegisterRequest, RegisterResponse } from "../../protocol/rest/agent.ts";
import { connectAgentSocket } from "./agent-socket.ts";

export type EnrolledAgent = {
  machineId: string;
  /** Comes online; what it answers goes offline again. */
  connect(): Promise<() => Promise<void>>;
  heartbeat(facts: Partial<HeartbeatRequest>): Promise<void>;
};

/** What an agent tells of its machine when it registers. */
export const LINUX_MACHINE = { hostname: "web-01", os: "linux", arch: "x64", agent_version: "0.1.0" };

export async function enrollAgent(
  url: string,
  token: string,
  facts: Partial<RegisterRequest> = {},
): Promise<EnrolledAgent> {
  const described = { ...LINUX_MACHINE, ...facts };
  const registration = await post(`${url}/api/agent/register`, { ...described, enrollment_token: token });
  const { machine_id, access_key }: RegisterResponse = await registration.json();
  const headers = { Authorization: `Bearer ${access_key}`, "X-Machine-Id": machine_id };
  return {
    machineId: machine_id,
    connect: () => connectAgentSocket(url, headers),
    async heartbeat(more) {
      await post(`${url}/api/agent/heartbeat`, { agent_version: described.agent_version, ...more }, headers);
    },
  };
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
