/** Getting in: exchanges a token, or the key this machine already has, for the machine's identity at the server. */
import type { AgentConfig } from "./config/config-file.ts";
import { parseRelayAddress } from "./config/server-address.ts";
import { EXIT, FatalError, reasonOf } from "./exit.ts";
import { describeMachine } from "./inventory.ts";
import { type Log, oneLine } from "./log.ts";
import { createServerApi, RefusedError, type ServerApi, UnreachableError } from "./server-api.ts";

export type EnrollRequest = {
  server: string;
  token?: string;
  /** Of a support link, in place of a token. */
  supportCode?: string;
  /** For one visit only. */
  isTemporary?: boolean;
  name?: string;
  /** Instead of the address the server gives. */
  relay?: string;
  /** What this machine was to the same server before: it stays that machine, and no token is spent. */
  known?: AgentConfig;
};

export type Identity = Pick<AgentConfig, "server" | "relay_url" | "machine_id" | "access_key" | "update_public_key">;

/** A person waits at the terminal: a server that is just starting is waited for, one that is down is said to be. */
const ATTEMPTS = 4;
const PAUSE_MS = 1_000;

/** @throws FatalError with what to do when the server refuses or cannot be reached */
export async function enroll(request: EnrollRequest, log: Log): Promise<Identity> {
  const { server } = request;
  // Checked before a token is spent on it.
  const relay = request.relay === undefined ? undefined : parseRelayAddress(request.relay, server);
  const api = createServerApi(server);
  try {
    const answer = await withPatience(() => register(api, request), log);
    log.info(
      answer.technician === undefined
        ? `enrolled at ${server} as machine ${answer.machine_id}`
        : `${oneLine(answer.technician)} at ${server} can now connect to this computer, until you close this program`,
    );
    if (answer.quarantined)
      log.info("an administrator has to accept this machine there before anybody can connect to it");
    return {
      server,
      relay_url: relay ?? parseRelayAddress(answer.relay_url, server),
      machine_id: answer.machine_id,
      access_key: answer.access_key,
      update_public_key: answer.update_public_key,
    };
  } catch (failure) {
    if (request.known && failure instanceof UnreachableError) {
      // A service whose command line still names its token must come up before its server does.
      log.info(`${failure.message}; going on as enrolled before`);
      return { ...request.known, relay_url: relay ?? request.known.relay_url };
    }
    throw asFatal(failure, request);
  }
}

async function register(api: ServerApi, { token, supportCode, isTemporary, name, known }: EnrollRequest) {
  const machine = { ...describeMachine(), name, ...(isTemporary && { temporary: true }) };
  if (supportCode !== undefined) return api.register({ ...machine, support_code: supportCode });
  if (known) {
    try {
      return await api.register({ ...machine, machine_id: known.machine_id, access_key: known.access_key });
    } catch (failure) {
      // The machine was removed at the server: with a token it may come back as a new one.
      if (!(failure instanceof RefusedError) || token === undefined) throw failure;
    }
  }
  return api.register({ ...machine, enrollment_token: token });
}

async function withPatience<Answer>(attempt: () => Promise<Answer>, log: Log): Promise<Answer> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof UnreachableError) || made === ATTEMPTS) throw failure;
      log.detail(`${failure.message}; trying again`);
      await Bun.sleep(PAUSE_MS);
    }
  }
}

function asFatal(failure: unknown, request: EnrollRequest): FatalError {
  if (failure instanceof FatalError) return failure;
  if (failure instanceof RefusedError) return new FatalError(explainRefusal(failure, request), EXIT.notAccepted);
  if (failure instanceof UnreachableError) {
    return new FatalError(`${failure.message}. Check the address, and that the server is running`);
  }
  return new FatalError(reasonOf(failure));
}

function explainRefusal(refusal: RefusedError, request: EnrollRequest): string {
  if (refusal.code === "invalid_support_code") {
    return "this code is wrong, used or too old: ask your technician for a new link";
  }
  if (refusal.code === "invalid_enrollment_token") {
    return "the server does not accept this enrollment token (wrong, expired, revoked or used up): make a new one on its Enrollment page";
  }
  if (refusal.status === 403 && request.token === undefined && refusal.code !== "open_enrollment_full") {
    return `${request.server} enrolls only with a token: make one on its Enrollment page and give it with --enroll`;
  }
  if (refusal.status === 429) return `${request.server} has had too many attempts from here: wait a minute`;
  return `${request.server} refused this machine: ${refusal.message}`;
}
