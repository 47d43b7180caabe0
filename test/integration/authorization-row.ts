/** One row of the table of who is answered what (authorization-rows.ts), and what its targets are made of. */
import type { AuthorizationWorld, Caller } from "../fakes/authorization-world.ts";

export type Target = {
  parameters?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
};
/** What is asked about or for, anew for each caller. */
export type TargetOf = (world: AuthorizationWorld, caller: Caller) => Target | Promise<Target>;

export type Row = {
  route: string;
  answers: string;
  target?: TargetOf;
};

/** Public: proof is neither asked for nor harmful. */
export const PUBLIC = "200 200 200 200 200 200 200 200";
export const SIGNED_IN = "401 401 401 200 200 200 200 200";
/** What an administrator of all does, and nobody else. */
export const administrators = (status: number) => `401 401 401 403 403 403 403 ${status}`;
export const ADMINISTRATORS = administrators(200);
export const id = (of: string): Target => ({ parameters: { id: of } });

export const withBody =
  (target: Row["target"], body: unknown, query = ""): TargetOf =>
  async (world, caller) => ({ ...(await target?.(world, caller)), body, query });
export const withQuery = (target: TargetOf, query: string) => withBody(target, undefined, query);
