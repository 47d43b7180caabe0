/** The server program with arguments: administering an installation from its own machine. Exit codes: 0 done, 1 not, 2 misunderstood. */
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import { ConfigError } from "../config.ts";
import { reasonOf, StartFailure } from "../lib/start-failure.ts";
import { failureOf } from "../services/failures.ts";
import { type Command, EXIT_DONE, EXIT_FAILED, EXIT_MISUNDERSTOOD, UsageError } from "./command.ts";
import { createUser, listUsers, resetPassword } from "./commands/accounts.ts";
import { verifyAudit } from "./commands/audit.ts";
import { backUp, restoreBackup } from "./commands/backup.ts";
import { doctor } from "./commands/doctor.ts";
import { HELP } from "./help.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  "admin list": listUsers,
  "admin create-user": createUser,
  "admin reset-password": resetPassword,
  "audit verify": verifyAudit,
  backup: backUp,
  restore: restoreBackup,
  doctor,
};

export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help || positionals[0] === "help") {
      console.log(HELP);
      return EXIT_DONE;
    }
    const name = Object.keys(COMMANDS).find((words) => `${positionals.join(" ")} `.startsWith(`${words} `));
    const command = name === undefined ? undefined : COMMANDS[name];
    if (name === undefined || !command) throw new UsageError(`there is no command "${positionals.join(" ")}"`);
    return await command({ env, options: values, rest: positionals.slice(name.split(" ").length) });
  } catch (error) {
    return explain(error);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: { type: "string" },
        name: { type: "string" },
        role: { type: "string" },
        generate: { type: "boolean" },
        force: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}

function explain(error: unknown): number {
  const faults =
    error instanceof ConfigError
      ? error.faults
      : error instanceof ZodError
        ? error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`)
        : [failureOf(error)?.message ?? reasonOf(error)];
  for (const fault of faults) console.error(`remotelink: ${fault}`);
  if (error instanceof UsageError) console.error("remotelink: --help lists all commands");
  const isExpected = error instanceof StartFailure || failureOf(error) !== null || error instanceof UsageError;
  if (!isExpected && !(error instanceof ConfigError) && !(error instanceof ZodError)) console.error(error);
  const isMisunderstood = error instanceof ConfigError || error instanceof UsageError || error instanceof ZodError;
  return isMisunderstood ? EXIT_MISUNDERSTOOD : EXIT_FAILED;
}
