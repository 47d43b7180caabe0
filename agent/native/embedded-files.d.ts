/** Libraries imported `with { type: "file" }`: the import is the path, on the disk or inside the compiled agent. */
declare module "*.so.0" {
  const path: string;
  export default path;
}
declare module "*.wasm" {
  const path: string;
  export default path;
}
