/** `/api/auth-providers`: which identity providers people may come in by. Administrators, in person and just proven. */
import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type {
  AuthProvider,
  authProviderPatch,
  authProviderRequest,
  OfferedProvider,
} from "../../../protocol/rest/auth-providers.ts";
import { isUniqueViolation } from "../../db/away.ts";
import { type AuthProviderRow, authProviders } from "../../db/schema/auth-providers.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { notFound, ServiceFailure } from "../failures.ts";
import { discover } from "./discover.ts";

/** The issuer is asked before it is kept: a typing error shows now, not when the first person cannot come in. */
export async function createProvider(
  context: ServiceContext,
  actor: Actor,
  request: z.output<typeof authProviderRequest>,
): Promise<AuthProvider> {
  const admin = recentlyProven(context, actor, "auth_providers.manage");
  await discover(request.issuer);
  const [id, createdAt] = [Bun.randomUUIDv7(), context.now()];
  const values = {
    id,
    issuer: request.issuer,
    label: request.label,
    clientId: request.client_id,
    sealedSecret: context.keys.seal(`secret of provider ${id}`, request.client_secret),
    emailDomains: request.email_domains,
    createsUsers: request.create_users,
    isTrustedForTwoFactor: request.trusted_for_two_factor,
    createdAt,
  };
  try {
    await context.db.transaction(async (tx) => {
      await tx.insert(authProviders).values(values);
      const target = { kind: "auth_provider", id, name: request.label };
      const { client_secret: _, ...details } = request;
      await recordAudit(tx, admin, { action: "auth_provider.created", target, details }, createdAt);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ServiceFailure("conflict", "this issuer is used already: change that provider", { code: "already_used" });
  }
  return shapeProvider(values);
}

export async function changeProvider(
  context: ServiceContext,
  actor: Actor,
  id: string,
  patch: z.output<typeof authProviderPatch>,
): Promise<AuthProvider> {
  const admin = recentlyProven(context, actor, "auth_providers.manage");
  return context.db.transaction(async (tx) => {
    const { client_secret, ...details } = patch;
    const changes = {
      label: patch.label,
      clientId: patch.client_id,
      emailDomains: patch.email_domains,
      createsUsers: patch.create_users,
      isTrustedForTwoFactor: patch.trusted_for_two_factor,
      ...(client_secret && { sealedSecret: context.keys.seal(`secret of provider ${id}`, client_secret) }),
    };
    const isNothing = Object.values(changes).every((value) => value === undefined);
    const [row] = isNothing
      ? await tx.select().from(authProviders).where(eq(authProviders.id, id))
      : await tx.update(authProviders).set(changes).where(eq(authProviders.id, id)).returning();
    if (!row) throw notFound("identity provider");
    const target = { kind: "auth_provider", id, name: row.label };
    const told = { ...details, ...(client_secret && { client_secret: "changed" }) };
    await recordAudit(tx, admin, { action: "auth_provider.changed", target, details: told }, context.now());
    return shapeProvider(row);
  });
}

/** Whoever came in by it alone is locked out: an administrator may want that, and sees it named. */
export async function removeProvider(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  const admin = recentlyProven(context, actor, "auth_providers.manage");
  await context.db.transaction(async (tx) => {
    const [row] = await tx.delete(authProviders).where(eq(authProviders.id, id)).returning();
    if (!row) throw notFound("identity provider");
    const target = { kind: "auth_provider", id, name: row.label };
    await recordAudit(tx, admin, { action: "auth_provider.removed", target }, context.now());
  });
}

export async function listProviders({ db }: ServiceContext, actor: Actor): Promise<AuthProvider[]> {
  requireAllowed(actor, "auth_providers.manage", null);
  return (await db.select().from(authProviders).orderBy(asc(authProviders.id))).map(shapeProvider);
}

/** For the sign-in page: public, and no more than a button needs. */
export async function offeredProviders({ db }: ServiceContext): Promise<OfferedProvider[]> {
  const { id, label } = authProviders;
  return db.select({ id, label }).from(authProviders).orderBy(asc(id));
}

function shapeProvider(row: AuthProviderRow): AuthProvider {
  return {
    id: row.id,
    label: row.label,
    issuer: row.issuer,
    client_id: row.clientId,
    email_domains: row.emailDomains,
    create_users: row.createsUsers,
    trusted_for_two_factor: row.isTrustedForTwoFactor,
    created_at: row.createdAt.toISOString(),
  };
}
