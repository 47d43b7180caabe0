/** Identity providers (OpenID Connect) that administrators let people come in by. An issuer never changes: identities hang on it. */
import { boolean, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, idColumn } from "./columns.ts";

export const authProviders = pgTable("auth_providers", {
  id: idColumn(),
  label: text("label").notNull(),
  issuer: text("issuer").notNull().unique(),
  clientId: text("client_id").notNull(),
  sealedSecret: text("sealed_secret").notNull(),
  /** Whose addresses may come in; none: any. */
  emailDomains: text("email_domains").array().notNull(),
  /** An account is made for whoever comes with a verified address; otherwise an account or an invitation is needed. */
  createsUsers: boolean("creates_users").notNull(),
  /** It asks for a second factor itself: none is asked for here. */
  isTrustedForTwoFactor: boolean("trusted_for_two_factor").notNull(),
  createdAt: createdAt(),
});
export type AuthProviderRow = typeof authProviders.$inferSelect;
