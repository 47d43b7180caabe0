/** How people prove who they are: second factor, passkeys, sign-ins, API keys. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import { queryOptions } from "@tanstack/solid-query";
import type {
  ApiKey,
  ApiKeyCreated,
  ApiKeyRequest,
  AuthenticatorStarted,
  PasskeyAdded,
  RecoveryCodesTold,
  SecondFactorAsked,
  SecondFactorState,
  SignIn,
} from "../../../protocol/rest/sign-in.ts";
import { request } from "./http-client.ts";
import { queryKeys } from "./query-keys.ts";

/** The settings are looked up whenever they are opened: another browser may have changed them. */
const anew = { staleTime: 0 };

export const secondFactorsQuery = () =>
  queryOptions({
    queryKey: queryKeys.secondFactors,
    queryFn: ({ signal }) => request<SecondFactorState>("/api/auth/second-factors", { signal }),
    ...anew,
  });

/** Null: in. Otherwise what the second step may be. */
export async function signInByPassword(body: { email: string; password: string }): Promise<SecondFactorAsked | null> {
  const answer = await request<SecondFactorAsked | { user: object }>("/api/auth/sign-in/email", {
    method: "POST",
    body,
    expectsUnauthenticated: true,
  });
  return "second_factor_required" in answer ? answer : null;
}

export type GivenCode = { code: string } | { recovery_code: string };

export function signInByCode(body: GivenCode): Promise<unknown> {
  return request("/api/auth/sign-in/second-factor", { method: "POST", body, expectsUnauthenticated: true });
}

/** @param isAutofill offered among the browser's suggestions for the e-mail field, without asking for anything */
export async function signInByPasskey(isAutofill = false): Promise<void> {
  const response = await askPasskey(isAutofill);
  const body = { response };
  await request("/api/auth/sign-in/passkey", { method: "POST", body, expectsUnauthenticated: true });
}

async function askPasskey(isAutofill: boolean) {
  const path = "/api/auth/passkey-challenge";
  const optionsJSON = await request<PublicKeyCredentialRequestOptionsJSON>(path, { method: "POST", body: {} });
  return startAuthentication({ optionsJSON, useBrowserAutofill: isAutofill });
}

/** Browsers have passkeys for names only, and only where what they load cannot be changed on its way. */
export function canUsePasskeys(): boolean {
  const isAddress = /^\[|^[\d.]+$/.test(location.hostname);
  return isSecureContext && !isAddress && browserSupportsWebAuthn();
}

/** The person closed the browser's dialog, or let it run out: nothing to report. */
export function isPasskeyCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}

export async function addPasskey(name: string): Promise<PasskeyAdded> {
  const path = "/api/auth/passkeys/options";
  const optionsJSON = await request<PublicKeyCredentialCreationOptionsJSON>(path, { method: "POST", body: {} });
  const response = await startRegistration({ optionsJSON });
  return request("/api/auth/passkeys", { method: "POST", body: { name, response } });
}

export function renamePasskey({ id, name }: { id: string; name: string }): Promise<unknown> {
  return request(`/api/auth/passkeys/${id}`, { method: "PATCH", body: { name } });
}

export function removePasskey(id: string): Promise<void> {
  return request(`/api/auth/passkeys/${id}`, { method: "DELETE" });
}

export function startAuthenticator(): Promise<AuthenticatorStarted> {
  return request("/api/auth/authenticator", { method: "POST", body: {} });
}

export function confirmAuthenticator(code: string): Promise<RecoveryCodesTold> {
  return request("/api/auth/authenticator/confirm", { method: "POST", body: { code } });
}

export function turnOffAuthenticator(body: GivenCode & { password?: string }): Promise<void> {
  return request("/api/auth/authenticator/turn-off", { method: "POST", body });
}

export function renewRecoveryCodes(): Promise<RecoveryCodesTold> {
  return request("/api/auth/recovery-codes", { method: "POST", body: {} });
}

export function prove(body: { password: string } | { code: string }): Promise<void> {
  return request("/api/auth/prove", { method: "POST", body });
}

export async function provePasskey(): Promise<void> {
  const response = await askPasskey(false);
  await request("/api/auth/prove/passkey", { method: "POST", body: { response } });
}

export const signInsQuery = () =>
  queryOptions({
    queryKey: queryKeys.signIns,
    queryFn: async ({ signal }) => (await request<{ items: SignIn[] }>("/api/sign-ins?limit=200", { signal })).items,
    ...anew,
  });

export function endSignIn(id: string): Promise<void> {
  return request(`/api/sign-ins/${id}`, { method: "DELETE" });
}

export function endOtherSignIns(): Promise<void> {
  return request("/api/sign-ins", { method: "DELETE" });
}

export const apiKeysQuery = () =>
  queryOptions({
    queryKey: queryKeys.apiKeys,
    queryFn: async ({ signal }) => (await request<{ items: ApiKey[] }>("/api/api-keys?limit=200", { signal })).items,
    ...anew,
  });

export function createApiKey(body: ApiKeyRequest): Promise<ApiKeyCreated> {
  return request("/api/api-keys", { method: "POST", body });
}

export function revokeApiKey(id: string): Promise<void> {
  return request(`/api/api-keys/${id}`, { method: "DELETE" });
}
