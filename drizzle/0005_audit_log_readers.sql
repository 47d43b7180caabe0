DROP INDEX "audit_log_target_id";--> statement-breakpoint
DROP INDEX "audit_log_actor_id";--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target_id","position");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","position");--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","position");--> statement-breakpoint
CREATE INDEX "audit_log_session" ON "audit_log" USING btree (("details" ->> 'session_id'),"position");