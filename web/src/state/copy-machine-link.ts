/** The address of a machine's page, for a colleague. */
import type { Machine } from "../../../protocol/rest/people.ts";
import { copyText } from "../components/copy-text.ts";
import { notify, notifyFailure } from "../components/toast.tsx";

export async function copyMachineLink({ id, name }: Pick<Machine, "id" | "name">): Promise<void> {
  try {
    await copyText(`${location.origin}/machines/${id}`);
    notify("Link copied", { detail: `It opens the page of ${name} for those who may see it.` });
  } catch (error) {
    notifyFailure("The link was not copied", error);
  }
}
