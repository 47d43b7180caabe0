/** Why the server cannot start, in one line that says what to do; `main.ts` prints it and exits. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's word for what failed ("EACCES"), "" where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
