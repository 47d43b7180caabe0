/** What somebody is on this server, and what that lets them do. */
import type { User } from "../../../../protocol/rest/users.ts";
import { SelectField } from "../field.tsx";

type Role = User["role"];

export function RoleField(props: { role: Role; onChange: (role: Role) => void }) {
  return (
    <SelectField
      label="Role"
      hint={
        props.role === "admin"
          ? "Sees every machine, and manages people, groups and this server."
          : "Sees the machines of their groups."
      }
      onChange={(event) => props.onChange(event.currentTarget.value === "admin" ? "admin" : "user")}
    >
      <option value="user" selected={props.role === "user"}>
        User
      </option>
      <option value="admin" selected={props.role === "admin"}>
        Administrator
      </option>
    </SelectField>
  );
}
