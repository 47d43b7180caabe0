/** What the build makes of an imported style sheet: nothing to name. */
declare module "*.css";
