ALTER TABLE "session_tickets" ADD COLUMN "sign_in_id" uuid;--> statement-breakpoint
ALTER TABLE "session_tickets" ADD CONSTRAINT "session_tickets_sign_in_id_auth_sessions_id_fk" FOREIGN KEY ("sign_in_id") REFERENCES "public"."auth_sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_tickets_sign_in_id" ON "session_tickets" USING btree ("sign_in_id");