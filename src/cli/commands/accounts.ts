/** `admin list`, `admin create-user`, `admin reset-password`. */
import { readConfig } from "../../config.ts";
import { newAccount } from "../../services/administration/create-account.ts";
import { passwordReset } from "../../services/administration/reset-password.ts";
import { askPassword, generatePassword } from "../ask-password.ts";
import { type Command, EXIT_DONE, type Options, required } from "../command.ts";
import { openInstallation } from "../open-installation.ts";
import { printTable } from "../print-table.ts";

export const listUsers: Command = async ({ env, options }) => {
  const { api, close } = await openInstallation(readConfig(env));
  try {
    const users = await api.listUsers();
    if (options.json) console.log(JSON.stringify(users, null, 2));
    else if (users.length === 0) console.log("Nobody has an account yet.");
    else {
      printTable(
        ["E-MAIL", "NAME", "ROLE", "STATE"],
        users.map(({ email, name, role, disabled }) => [email, name, role, disabled ? "disabled" : "enabled"]),
      );
    }
    return EXIT_DONE;
  } finally {
    await close();
  }
};

export const createUser: Command = async ({ env, options }) => {
  const email = required(options, "email");
  const name = required(options, "name");
  // Before anybody types a password for nothing.
  const described = newAccount.omit({ password: true }).parse({ email, name, role: options.role ?? "user" });
  const { api, close } = await openInstallation(readConfig(env));
  try {
    const password = await passwordOf(options);
    const { id } = await api.createUser(newAccount.parse({ ...described, password }));
    report(options, { id, email: described.email, password }, `${described.email} has an account (${described.role}).`);
    return EXIT_DONE;
  } finally {
    await close();
  }
};

export const resetPassword: Command = async ({ env, options }) => {
  const { email } = passwordReset.pick({ email: true }).parse({ email: required(options, "email") });
  const { api, close } = await openInstallation(readConfig(env));
  try {
    const password = await passwordOf(options);
    const { isDisabled } = await api.resetPassword(passwordReset.parse({ email, password }));
    report(options, { email, password }, `${email} has a new password; all their sign-ins have ended.`);
    if (isDisabled) console.error("remotelink: the account is disabled: an administrator must enable it, too");
    return EXIT_DONE;
  } finally {
    await close();
  }
};

async function passwordOf(options: Options): Promise<string> {
  return options.generate ? generatePassword() : await askPassword();
}

/** A password that was made here is shown, this once. */
function report(options: Options, facts: { password: string; email: string; id?: string }, sentence: string): void {
  const { password, ...others } = facts;
  const shown = options.generate ? { password } : {};
  if (options.json) {
    console.log(JSON.stringify({ ...others, ...shown }));
    return;
  }
  console.log(sentence);
  if (options.generate) console.log(`Password: ${password}`);
}
