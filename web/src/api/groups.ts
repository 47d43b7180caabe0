/** Groups: all of them for administrators, one's own for everybody else. */
import { queryOptions } from "@tanstack/solid-query";
import type { Permission } from "../../../protocol/permissions.ts";
import type { Group, GroupDetails, GroupMember } from "../../../protocol/rest/groups.ts";
import { request } from "./http-client.ts";
import { fetchAll } from "./page.ts";
import { queryKeys } from "./query-keys.ts";

export const groupsQuery = () =>
  queryOptions({
    queryKey: queryKeys.groups,
    queryFn: ({ signal }) => fetchAll<Group>("/api/groups", { signal }),
  });

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.group(id),
    queryFn: ({ signal }) => request<GroupDetails>(`/api/groups/${id}`, { signal }),
  });

export function createGroup(name: string): Promise<Group> {
  return request("/api/groups", { method: "POST", body: { name } });
}

export function renameGroup(id: string, name: string): Promise<Group> {
  return request(`/api/groups/${id}`, { method: "PATCH", body: { name } });
}

export function removeGroup(id: string): Promise<void> {
  return request(`/api/groups/${id}`, { method: "DELETE" });
}

export type Membership = { groupId: string; userId: string };

/** Makes it, or changes what it gives. */
export function setMember({ groupId, userId }: Membership, permissions: readonly Permission[]): Promise<GroupMember> {
  return request(`/api/groups/${groupId}/members/${userId}`, { method: "PUT", body: { permissions } });
}

export function removeMember({ groupId, userId }: Membership): Promise<void> {
  return request(`/api/groups/${groupId}/members/${userId}`, { method: "DELETE" });
}
