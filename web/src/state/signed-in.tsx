/** Who is signed in, for everything inside the shell. */
import { createContext, type JSX, useContext } from "solid-js";
import type { Me } from "../../../protocol/rest/people.ts";

const SignedInContext = createContext<() => Me>();

export function SignedInProvider(props: { me: Me; children: JSX.Element }) {
  return <SignedInContext.Provider value={() => props.me}>{props.children}</SignedInContext.Provider>;
}

export function useMe(): () => Me {
  const me = useContext(SignedInContext);
  if (!me) throw new Error("useMe outside the shell: nobody is signed in here");
  return me;
}
