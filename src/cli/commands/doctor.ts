/** `doctor`: looks at everything that an installation needs, and says for each fault which line to change. */
import { ConfigError, readConfig } from "../../config.ts";
import { type Command, EXIT_DONE, EXIT_FAILED } from "../command.ts";
import { checkAddress } from "../doctor/check-address.ts";
import { checkDatabase } from "../doctor/check-database.ts";
import { checkFiles } from "../doctor/check-files.ts";
import { checkMail } from "../doctor/check-mail.ts";
import { type Finding, fail, ok } from "../doctor/finding.ts";

export const doctor: Command = async ({ env, options }) => {
  const findings = await look(env);
  if (options.json) console.log(JSON.stringify(findings, null, 2));
  else for (const finding of findings) print(finding);
  return findings.some(({ state }) => state === "fail") ? EXIT_FAILED : EXIT_DONE;
};

async function look(env: Parameters<typeof readConfig>[0]): Promise<Finding[]> {
  try {
    const config = readConfig(env);
    const later = await Promise.all([checkDatabase(config), checkAddress(config), checkMail(config.smtpUrl)]);
    return [ok("configuration", "every variable is valid"), ...checkFiles(config), ...later.flat()];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault) =>
      fail("configuration", fault, "correct it: nothing else can be looked at before"),
    );
  }
}

function print({ what, state, message, remedy }: Finding): void {
  console.log(`${state.padEnd(4)}  ${what}: ${message}`);
  if (remedy) console.log(`      → ${remedy}`);
}
