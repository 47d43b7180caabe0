/** What a membership gives, in a table's cell; pressed, it is changed. */
import Pencil from "lucide-solid/icons/pencil";
import type { Permission } from "../../../../protocol/permissions.ts";
import { permissionsLabel } from "../../state/permission-words.ts";
import { Button } from "../button.tsx";

export function PermissionsButton(props: { label: string; permissions: readonly Permission[]; onClick: () => void }) {
  return (
    <Button size="sm" variant="ghost" class="-ml-2.5" aria-label={props.label} onClick={() => props.onClick()}>
      {permissionsLabel(props.permissions)}
      <Pencil class="size-3" aria-hidden="true" />
    </Button>
  );
}
