/** The command line: flags to options, each mistake one line that says what to do. */
import { parseArgs } from "node:util";
import { PERMISSIONS, type Permission, permissionSchema } from "../protocol/permissions.ts";
import { EXIT, FatalError, reasonOf } from "./exit.ts";
import type { CaptureBackend } from "./stream/screen-stream.ts";

export type CliOptions = {
  server?: string;
  relay?: string;
  /** Given on the command line; `tokenFile` and the environment come after it. */
  token?: string;
  tokenFile?: string;
  name?: string;
  /** Undefined: as the config says. */
  attended?: boolean;
  /** Undefined: as the config says. */
  thumbnails?: boolean;
  /** Undefined: as the config says. */
  updates?: boolean;
  runOnce: boolean;
  /** Of a support link; with it the machine is there for one visit. */
  supportCode?: string;
  verbose: boolean;
  capture: CaptureBackend;
  config?: string;
  /** What technicians may do at most; null: lifts the limit; undefined: as the config says. */
  allowed?: readonly Permission[] | null;
  json: boolean;
  /** With `end`: only this one. */
  session?: string;
  wants: "run" | "help" | "version" | "status" | "end";
};

export const HELP = `remotelink-agent: lets technicians of your RemoteLink server see and control this machine.

  remotelink-agent --server https://help.example.com --enroll TOKEN    enroll this machine and go online
  remotelink-agent                                                      go online again, as enrolled
  remotelink-agent --server https://help.example.com --run-once         one session by code, nothing is kept
  remotelink-agent status [--json]                                      who is connected to this machine now
  remotelink-agent end [SESSION]                                        end that session, or all of them

  --server URL        the server, http(s)://host[:port]
  --enroll TOKEN      enrollment token (also REMOTELINK_TOKEN, or --token-file)
  --token-file PATH   file that holds the enrollment token
  --name NAME         name of this machine in the list (default: its host name)
  --attended          ask the person at this machine before each session; --no-attended: do not
  --no-thumbnails     no small picture of this screen in the server's list of machines; --thumbnails: again
  --no-updates        this agent never replaces itself, whatever the server offers; --updates: again
  --allow LIST        what technicians may do here at most, whatever the server says: view, and any of
                      control,clipboard,files_read,files_write,chat,terminal,scripts,key_combo,elevated,wake;
                      kept in the config; --allow all lifts it
  --code CODE         the code of the support link that a technician sent you; implies --run-once. A file that was
                      downloaded from such a link has server and code in its name, and needs neither flag
  --run-once          take one session by its code, then exit and leave nothing behind
  --relay URL         address of the relay, ws(s)://…, where it is not the server's
  --capture BACKEND   x11 (default) or portable: how the screen is read and input is made
  --config PATH       config file (default: /etc/remotelink/agent.json as root,
                      else ~/.config/remotelink/agent.json)
  --verbose, -v       say more
  --version, --help, -h
`;

const FLAGS = {
  server: { type: "string" },
  relay: { type: "string" },
  enroll: { type: "string" },
  "token-file": { type: "string" },
  name: { type: "string" },
  attended: { type: "boolean" },
  thumbnails: { type: "boolean" },
  updates: { type: "boolean" },
  allow: { type: "string" },
  json: { type: "boolean" },
  "run-once": { type: "boolean" },
  code: { type: "string" },
  verbose: { type: "boolean", short: "v" },
  capture: { type: "string" },
  config: { type: "string" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws FatalError for an unknown flag, a flag without its value, or a stray word. */
export function parseCommandLine(argv: readonly string[]): CliOptions {
  const { values, positionals } = parse(argv);
  const [command, session, ...more] = positionals;
  if (command !== undefined && command !== "status" && command !== "end") throw usage(`unknown command "${command}"`);
  const stray = command === "end" ? more[0] : session;
  if (stray !== undefined) throw usage(`unexpected "${stray}"`);
  const capture = values.capture ?? (process.platform === "linux" ? "x11" : "portable");
  if (capture !== "x11" && capture !== "portable") {
    throw usage(`--capture is "x11" or "portable", not "${capture}"`);
  }
  for (const flag of ["server", "relay", "enroll", "token-file", "name", "config", "allow", "code"] as const) {
    if (values[flag]?.trim() === "") throw usage(`--${flag} needs a value`);
  }
  return {
    server: values.server,
    relay: values.relay,
    token: values.enroll?.trim(),
    tokenFile: values["token-file"],
    name: values.name?.trim(),
    attended: values.attended,
    thumbnails: values.thumbnails,
    updates: values.updates,
    runOnce: values["run-once"] ?? values.code !== undefined,
    supportCode: values.code?.trim().toUpperCase(),
    verbose: values.verbose ?? false,
    capture,
    config: values.config,
    allowed: values.allow === undefined ? undefined : parseAllowed(values.allow),
    json: values.json ?? false,
    session,
    wants: values.help ? "help" : values.version ? "version" : (command ?? "run"),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowNegative: true, allowPositionals: true });
  } catch (failure) {
    throw usage(reasonOf(failure).replace(/\. To specify a positional.*$/, ""));
  }
}

function parseAllowed(list: string): readonly Permission[] | null {
  if (list.trim() === "all") return null;
  const allowed = list.split(",").map((name) => {
    const { data } = permissionSchema.safeParse(name.trim());
    if (!data) throw usage(`--allow knows no "${name.trim()}", only ${PERMISSIONS.join(", ")}`);
    return data;
  });
  if (!allowed.includes("view")) throw usage("--allow needs at least view: without it there is no session");
  return [...new Set(allowed)];
}

function usage(what: string): FatalError {
  return new FatalError(`${what}. See remotelink-agent --help`, EXIT.usage);
}
