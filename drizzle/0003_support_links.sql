CREATE TABLE "support_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"token_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"downloaded_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	"machine_id" uuid,
	"session_id" uuid,
	"ended_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "support_links_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "support_links_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "is_temporary" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "support_links" ADD CONSTRAINT "support_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "support_links_user_id" ON "support_links" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "support_links_machine_id" ON "support_links" USING btree ("machine_id");--> statement-breakpoint
CREATE INDEX "machines_temporary" ON "machines" USING btree ("id") WHERE "machines"."is_temporary";