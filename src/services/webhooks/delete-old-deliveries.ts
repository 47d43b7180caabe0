/** Messages and what became of them are kept for two weeks. */
import { lt } from "drizzle-orm";
import { DELIVERY_LOG_DAYS } from "../../../protocol/limits.ts";
import { webhookDeliveries } from "../../db/schema/webhook-deliveries.ts";
import type { ServiceContext } from "../context.ts";

const DAY_MS = 86_400_000;

export async function deleteOldDeliveries({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<void> {
  const before = new Date(now().getTime() - DELIVERY_LOG_DAYS * DAY_MS);
  await db.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, before));
}
