/** For `drizzle-kit generate --name <what_changes>`: writes the SQL that brings `drizzle/` up to `src/db/schema/`. */
import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "postgresql", schema: "./src/db/schema/*.ts", out: "./drizzle" });
