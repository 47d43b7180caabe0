/** What a command is given and how it ends. */

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_MISUNDERSTOOD = 2;

export type Options = {
  email?: string;
  name?: string;
  role?: string;
  generate?: boolean;
  force?: boolean;
  json?: boolean;
  help?: boolean;
};

/** @returns the exit code */
export type Command = (given: {
  env: Readonly<Record<string, string | undefined>>;
  options: Options;
  /** What stands after the command's words. */
  rest: readonly string[];
}) => Promise<number>;

/** What was asked for makes no sense: said in one line, with the way to the help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An option that a command cannot do without. @throws UsageError */
export function required<Name extends keyof Options>(options: Options, name: Name): NonNullable<Options[Name]> {
  const value = options[name];
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing`);
  return value;
}
