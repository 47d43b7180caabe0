/**
 * `DATA_DIR/admin.sock`: how the command line reaches a running server, which alone may use the embedded database. The file is
 * its user's only (0600, in a directory of 0700): whoever can open it could read the database itself.
 */
import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { ZodError, z } from "zod";
import { streamOf } from "../lib/stream-of.ts";
import { failureOf, ServiceFailure } from "../services/failures.ts";
import type { AdminApi } from "./admin-api.ts";

type Verb = keyof AdminApi;
const VERBS: readonly Verb[] = ["createUser", "resetPassword", "listUsers", "verifyAudit", "backUp"];

/** Longer paths are cut off by the system (sockaddr_un): then there is no socket, and commands say to stop the server. */
const MAX_PATH_BYTES = 103;

const socketPath = (dataDirectory: string) => join(dataDirectory, "admin.sock");

const backupFacts = z.object({ tables: z.int(), rows: z.int(), secrets: z.array(z.string()) });

/** The returned function closes it. @param dataDirectory is locked: nobody else listens there */
export function openAdminSocket(
  dataDirectory: string,
  api: AdminApi,
  warn: (message: string, details?: Record<string, unknown>) => void,
): () => void {
  const path = socketPath(dataDirectory);
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    warn("DATA_DIR has too long a path for admin.sock: commands need the server stopped");
    return () => {};
  }
  // Left by a process that was killed.
  rmSync(path, { force: true });
  const server = Bun.serve({
    unix: path,
    fetch(request, self) {
      // A long log is read, a backup prepared before there is a byte to send.
      self.timeout(request, 0);
      return answer(api, request);
    },
  });
  chmodSync(path, 0o600);
  return () => {
    void server.stop(true);
    rmSync(path, { force: true });
  };
}

async function answer(api: AdminApi, request: Request): Promise<Response> {
  const verb = VERBS.find((name) => new URL(request.url).pathname === `/${name}`);
  if (!verb || request.method !== "POST") return Response.json({ message: "no such command" }, { status: 404 });
  try {
    if (verb === "backUp") return await sendBackup(api);
    const work = api[verb] as (argument: unknown) => Promise<unknown>;
    return Response.json(await work(await request.json()));
  } catch (error) {
    return Response.json({ message: messageOf(error) }, { status: 400 });
  }
}

async function sendBackup(api: AdminApi): Promise<Response> {
  const { body, ...facts } = await api.backUp();
  return new Response(streamOf(body), { headers: { "X-Backup": JSON.stringify(facts) } });
}

function messageOf(error: unknown): string {
  if (error instanceof ZodError) return error.issues[0]?.message ?? "not valid";
  return failureOf(error)?.message ?? (error instanceof Error ? error.message : String(error));
}

/** null: no server listens there. */
export async function connectAdminSocket(dataDirectory: string): Promise<AdminApi | null> {
  const unix = socketPath(dataDirectory);
  if (!existsSync(unix)) return null;
  const post = async (verb: Verb, argument: unknown = {}) => {
    const answered = await fetch(`http://admin/${verb}`, {
      unix,
      method: "POST",
      body: JSON.stringify(argument),
      // A long log or a large backup takes its time.
      timeout: false,
    } as RequestInit);
    if (answered.ok) return answered;
    const { message } = (await answered.json()) as { message: string };
    throw new ServiceFailure("invalid_request", message);
  };
  const isThere = await fetch("http://admin/", { unix } as RequestInit).then(
    (answered) => answered.status === 404,
    () => false,
  );
  if (!isThere) return null;
  const ask = async <Answer>(verb: Verb, argument?: unknown) => (await (await post(verb, argument)).json()) as Answer;
  return {
    createUser: (account) => ask("createUser", account),
    resetPassword: (reset) => ask("resetPassword", reset),
    listUsers: () => ask("listUsers"),
    verifyAudit: () => ask("verifyAudit"),
    async backUp() {
      const answered = await post("backUp");
      const facts = backupFacts.parse(JSON.parse(answered.headers.get("x-backup") ?? "{}"));
      return { ...facts, body: answered.body ?? Readable.from([]) };
    },
  };
}
