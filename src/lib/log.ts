/** JSON lines on stdout. Secrets never get that far: what may hold one is cut out by name, addresses by their query. */
import pino, { type Logger } from "pino";

export type Log = Logger;

/** Query parameters of the plain protocol that are credentials. */
const SECRET_PARAMETERS = /([?&](?:access_key|viewer_token|token|code|setup_code)=)[^&#\s]*/gi;

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
    serializers: { url: redactUrl, err: pino.stdSerializers.err },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A request's address as it may be written down. */
export function redactUrl(url: string): string {
  return url.replace(SECRET_PARAMETERS, "$1[secret]");
}
