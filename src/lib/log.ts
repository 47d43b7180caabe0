/** JSON lines on stdout. Secrets never get that far: what may hold one is cut out by name, addresses by their query. */
import pino, { type Logger } from "pino";
import { codeOf } from "./start-failure.ts";

export type Log = Logger;

/** Query parameters of the plain protocol that are credentials. */
const SECRET_PARAMETERS = /([?&](?:access_key|viewer_token|token|code|setup_code)=)[^&#\s]*/gi;

/** Whoever has it may act in the name of the person it was sent to: start the agent, make an account, set a password. */
const LINK_TOKENS = /rl[hip]_[\w-]+/g;

const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "password",
  "token",
  "access_key",
  "viewer_token",
  "enrollment_token",
  "setup_code",
  "invite_token",
];

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `headers.${field}`, `*.headers.${field}`]);
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: "[secret]" },
    serializers: { url: redactUrl, err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A request's address as it may be written down. */
export function redactUrl(url: string): string {
  return url.replace(SECRET_PARAMETERS, "$1[secret]").replace(LINK_TOKENS, "[secret]");
}

/** An error with its causes: type, message, stack and code, and no field that a library hung onto it. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const chain = [...withCauses(error)];
  const code = chain.map(codeOf).find(Boolean);
  return {
    type: error.name,
    message: chain.map(messageOf).join(": "),
    stack: chain.map((one) => (one.stack ?? "").replace(one.message, () => messageOf(one))).join("\ncaused by: "),
    ...(code && { code }),
  };
}

/** Longer chains are loops. */
const MAX_CAUSES = 8;

function* withCauses(error: Error): Generator<Error> {
  let one: unknown = error;
  for (let depth = 0; one instanceof Error && depth < MAX_CAUSES; depth++) {
    yield one;
    one = one.cause;
  }
}

/** Drizzle writes a failed statement's parameters into its message, and tokens are among them. */
function messageOf(error: Error): string {
  return "query" in error && "params" in error ? `failed query: ${error.query}` : error.message;
}
