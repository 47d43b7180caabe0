/**
 * The name under which a person downloads the agent from a help page. The file is the same for everybody, so the name is
 * what tells it where to go and with which code: `RemoteLink-help.example.com-ABC234`, `RemoteLink-http_10.0.0.5_3000-ABC234.exe`.
 */
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "./limits.ts";

const PRODUCT = "RemoteLink";
const CODE = `[${SESSION_CODE_ALPHABET}]{${SESSION_CODE_LENGTH}}`;
/** Neither is in a host name, nor forbidden in a file's: ":" is, on Windows. */
const SEPARATOR = "_";

const HOST = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?";
const NAME = new RegExp(`^${PRODUCT}-(?:(http_)?(${HOST})(?:_(\\d{1,5}))?-)?(${CODE})(?:\\.exe)?$`, "i");
/** What browsers put into the name of a second download: "name (1).exe", "name(1)". */
const COPY_MARK = /\s?\(\d{1,3}\)/g;

/**
 * @param origin where the agent finds the server. One that no file name can say (an IPv6 address) is left out: then the
 * person is asked for it.
 */
export function helpFileName(origin: string, code: string, isWindows: boolean): string {
  const { protocol, hostname, port } = new URL(origin);
  const parts = [...(protocol === "http:" ? ["http"] : []), hostname, ...(port ? [port] : [])];
  const server = new RegExp(`^${HOST}$`, "i").test(hostname) ? `${parts.join(SEPARATOR)}-` : "";
  return `${PRODUCT}-${server}${code}${isWindows ? ".exe" : ""}`;
}

/** @returns null for a name that is none of these; `server` is null where the name has none */
export function readHelpFileName(name: string): { server: string | null; code: string } | null {
  const match = NAME.exec(name.replaceAll(COPY_MARK, ""));
  if (!match) return null;
  const [, scheme, host, port, code = ""] = match;
  const server = host && `${scheme ? "http" : "https"}://${host.toLowerCase()}${port ? `:${port}` : ""}`;
  return { server: server ?? null, code: code.toUpperCase() };
}
