/** What `--help` says. */
export const HELP = `RemoteLink: without arguments it serves; with them it does one thing and ends.

  admin list                          who has an account
  admin create-user --email E --name N [--role admin|user]
  admin reset-password --email E      ends all their sign-ins, too
  audit verify                        whether the audit log is what was written (exit code 1 if not)
  backup FILE                         everything but recordings, also while the server runs
  restore FILE [--force]              into an empty DATA_DIR and database; --force moves what is there aside
  doctor                              what of the installation is not as it should be, and what to change

  --generate   makes the password and shows it once; else it is asked for, or read from standard input
  --json       for scripts
  --help       this

The installation is the one that the environment names (DATA_DIR, DATABASE_URL, …), as for the server.
Exit codes: 0 done, 1 not done, 2 not understood.`;
