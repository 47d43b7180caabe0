/** Whose files a technician reaches: those of the agent's own user; where that is root, of the person at the console. */
import { homedir } from "node:os";
import type { Permission } from "../../protocol/permissions.ts";
import { Refusal } from "../streams/exchange.ts";
import { type Account, findAccount, groupsOf, ownAccount } from "../users/account.ts";
import { findConsoleUser } from "../users/console-user.ts";
import type { FileIdentity } from "./file-identity.ts";

/**
 * As root itself only where that was asked for and the ticket allows it. With nobody at the console there is nobody to be:
 * whoever may be root then is, so that servers without a desktop can be served.
 * @throws Refusal
 */
export function identityFor(isElevated: boolean, permissions: readonly Permission[]): FileIdentity {
  const own = ownAccount();
  const asItself = { name: own.name, home: homedir() || own.home, become: null };
  const mayElevate = permissions.includes("elevated");
  if (isElevated && !mayElevate) throw new Refusal("forbidden", 'to act as the administrator takes "elevated"');
  if (own.uid !== 0 || process.platform !== "linux" || isElevated) return asItself;
  const account = atConsole();
  if (account) return identityOf(account);
  if (mayElevate) return asItself;
  throw new Refusal("forbidden", "nobody is signed in at this machine: only an administrator reaches its files now", {
    code: "nobody_signed_in",
  });
}

function atConsole(): Account | null {
  const user = findConsoleUser();
  return user === null ? null : findAccount(user);
}

function identityOf(account: Account): FileIdentity {
  const { name, home, uid, gid } = account;
  if (uid === 0) return { name, home, become: null };
  return { name, home, become: { uid, gid, groups: groupsOf(account) } };
}
