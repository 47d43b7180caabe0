/** A server's agent and viewer on bare sockets, for tests that ask how their connections begin and end. */
import { type Administrator, signUpAdministrator } from "./administrator.ts";
import { LINUX_MACHINE } from "./enrolled-agent.ts";
import { openSocket } from "./relay-world.ts";

export type OpenSocket = {
  /** The close code, once it is closed. */
  closed: Promise<number>;
  close(): void;
};

export type OutsideParties = {
  cookie: string;
  machineId: string;
  accessKey: string;
  sessionId: string;
  viewerToken: string;
  agent: OpenSocket;
  viewer: OpenSocket;
};

/** Makes the first account, enrolls a machine, and opens a session on it: by the query, as the plain protocol does. */
export async function connectParties(url: string): Promise<OutsideParties> {
  const administrator = await signUpAdministrator(url);
  const { machineId, accessKey } = await registerMachine(url, administrator);
  const agent = await openAgent(url, machineId, accessKey);
  const { session_id: sessionId, viewer_token: viewerToken } = await administrator.startSession(machineId);
  const viewer = await openViewer(url, sessionId, viewerToken);
  return { cookie: administrator.cookie, machineId, accessKey, sessionId, viewerToken, agent, viewer };
}

/** As any agent does, over HTTP. */
export async function registerMachine(
  url: string,
  administrator: Pick<Administrator, "createEnrollmentToken">,
): Promise<{ machineId: string; accessKey: string }> {
  const enrollment_token = await administrator.createEnrollmentToken();
  const registration = await fetch(`${url}/api/agent/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...LINUX_MACHINE, enrollment_token }),
  });
  const { machine_id: machineId, access_key: accessKey } = await registration.json();
  return { machineId, accessKey };
}

export function openAgent(url: string, machineId: string, accessKey: string): Promise<OpenSocket> {
  return open(`${wsOf(url)}/ws/agent?machine_id=${machineId}&access_key=${accessKey}`);
}

/** Resolves once the relay has told it of the session, or closed it. */
export function openViewer(url: string, sessionId: string, viewerToken: string): Promise<OpenSocket> {
  return open(`${wsOf(url)}/ws/viewer?session_id=${sessionId}&viewer_token=${viewerToken}`, "message");
}

async function open(address: string, sign: "open" | "message" = "open"): Promise<OpenSocket> {
  const socket = openSocket(address, {});
  const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
  await Promise.race([new Promise((resolve) => socket.addEventListener(sign, resolve, { once: true })), closed]);
  return { closed, close: () => socket.close() };
}

function wsOf(url: string): string {
  return url.replace(/^http/, "ws");
}
