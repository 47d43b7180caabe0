/** What browsers have and Solid's types do not: an input that picks a folder. */
import "solid-js";

declare module "solid-js" {
  namespace JSX {
    interface ExplicitProperties {
      webkitdirectory: boolean;
    }
  }
}
