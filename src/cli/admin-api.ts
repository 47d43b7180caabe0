/** What the command line can ask of an installation: of its running server over a socket, or by its database itself. */
import type { z } from "zod";
import type { AuditVerification } from "../../protocol/rest/audit.ts";
import { createAccount, newAccount } from "../services/administration/create-account.ts";
import { type ListedAccount, listAccounts } from "../services/administration/list-accounts.ts";
import { OPERATOR } from "../services/administration/operator.ts";
import { passwordReset, resetPassword } from "../services/administration/reset-password.ts";
import { verifyAudit } from "../services/audit/verify-audit.ts";
import type { ServiceContext } from "../services/context.ts";
import { type Backup, writeBackup } from "./backup/write-backup.ts";

export type AdminApi = {
  createUser(account: z.infer<typeof newAccount>): Promise<{ id: string }>;
  resetPassword(reset: z.infer<typeof passwordReset>): Promise<{ isDisabled: boolean }>;
  listUsers(): Promise<ListedAccount[]>;
  verifyAudit(): Promise<AuditVerification>;
  backUp(): Promise<Backup>;
};

/** What is handed to the services that the command line uses. */
export type AdminContext = Pick<ServiceContext, "db" | "now"> & { dataDirectory: string };

export function createAdminApi(context: AdminContext): AdminApi {
  return {
    createUser: (account) => createAccount(context, newAccount.parse(account)),
    resetPassword: (reset) => resetPassword(context, passwordReset.parse(reset)),
    listUsers: () => listAccounts(context),
    verifyAudit: () => verifyAudit(context, OPERATOR, { maxAgeS: 0 }),
    backUp: () => writeBackup(context),
  };
}
