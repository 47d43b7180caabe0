/** Where an enrollment token may come from; wherever that is, it is used once and never kept. */
import { readFileSync } from "node:fs";
import type { CliOptions } from "../cli.ts";
import { EXIT, FatalError, reasonOf } from "../exit.ts";

/**
 * Command line before file before environment. Takes the token out of the environment, so that no program started from
 * here inherits it.
 * @throws FatalError for a file that cannot be read or is empty
 */
export function readToken(options: Pick<CliOptions, "token" | "tokenFile">): string | undefined {
  const fromEnvironment = process.env.REMOTELINK_TOKEN?.trim();
  delete process.env.REMOTELINK_TOKEN;
  if (options.token !== undefined) return options.token;
  if (options.tokenFile !== undefined) return readTokenFile(options.tokenFile);
  return fromEnvironment || undefined;
}

function readTokenFile(path: string): string {
  let token: string;
  try {
    token = readFileSync(path, "utf8").trim();
  } catch (failure) {
    throw new FatalError(`cannot read the token file ${path}: ${reasonOf(failure)}`, EXIT.usage);
  }
  if (token === "") throw new FatalError(`the token file ${path} is empty`, EXIT.usage);
  return token;
}
