/** `audit verify`: exit code 1 and the first broken row where the log is not what was written. */
import { readConfig } from "../../config.ts";
import { type Command, EXIT_DONE, EXIT_FAILED } from "../command.ts";
import { openInstallation } from "../open-installation.ts";

export const verifyAudit: Command = async ({ env, options }) => {
  const { api, close } = await openInstallation(readConfig(env));
  try {
    const found = await api.verifyAudit();
    if (options.json) console.log(JSON.stringify(found));
    else if (found.ok) console.log(`Verified ${found.count} rows of the audit log, unbroken.`);
    else {
      console.error(`remotelink: the audit log is broken at row ${found.count}: ${found.first_broken_id}`);
      console.error("remotelink: that row was changed, or rows before it are gone; what follows cannot be trusted");
    }
    return found.ok ? EXIT_DONE : EXIT_FAILED;
  } finally {
    await close();
  }
};
