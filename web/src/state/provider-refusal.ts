/** Why somebody came back from an identity provider without being in, in words: the server's word for it is in the address. */
const WORDS: Readonly<Record<string, string>> = {
  email_unverified: "That provider has not verified your e-mail address. Verify it there, then try again.",
  email_not_allowed: "People with your e-mail address may not sign in here by that provider.",
  no_account: "There is no account for your e-mail address. Ask an administrator to invite you.",
  link_required: "Sign in as before, and link that identity in your settings first. Then it opens your account.",
  not_proven_again: "That provider did not ask who you are. Confirm it in another way.",
  not_linked: "You signed in there as somebody else. Confirm it with the identity that is linked to this account.",
  already_linked: "That identity opens another account already.",
  account_disabled: "This account is disabled. Ask an administrator.",
  sign_in_expired: "This took too long, or was begun in another browser. Begin again.",
  provider_refused: "The identity provider let nobody in. Try again.",
  provider_unreachable: "The identity provider cannot be reached. Try again later, or sign in as before.",
  invalid_id_token: "What the identity provider said could not be verified. Tell an administrator.",
};

/** @param search of the page's address */
export function providerRefusal(search: string): string | undefined {
  const code = new URLSearchParams(search).get("failed");
  return code === null ? undefined : (WORDS[code] ?? "You were not signed in. Try again.");
}
