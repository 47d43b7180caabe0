CREATE TABLE "script_run_machines" (
	"run_id" uuid NOT NULL,
	"machine_id" uuid NOT NULL,
	"machine_name" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"exit_code" integer,
	"message" text DEFAULT '' NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"output" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_output_cut" boolean DEFAULT false NOT NULL,
	CONSTRAINT "script_run_machines_pk" PRIMARY KEY("run_id","machine_id")
);
--> statement-breakpoint
CREATE TABLE "script_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"script_id" uuid,
	"name" text NOT NULL,
	"shell" text NOT NULL,
	"script" text NOT NULL,
	"timeout_s" integer NOT NULL,
	"is_elevated" boolean NOT NULL,
	"parameter_names" jsonb NOT NULL,
	"created_by" uuid,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "timeout_s" integer DEFAULT 900 NOT NULL;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "parameters" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "script_run_machines" ADD CONSTRAINT "script_run_machines_run_id_script_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."script_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_runs" ADD CONSTRAINT "script_runs_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_runs" ADD CONSTRAINT "script_runs_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "script_run_machines_machine_id" ON "script_run_machines" USING btree ("machine_id");--> statement-breakpoint
CREATE INDEX "script_runs_created_by" ON "script_runs" USING btree ("created_by","id");--> statement-breakpoint
CREATE INDEX "scripts_name" ON "scripts" USING btree ("name","id");