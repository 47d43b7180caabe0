/** Where the tests stand that need nothing but the packages. */

// As paths: without "./" the runner takes each as a part of any test's path, and "agent" is in many.
export const UNIT_TESTS = ["./protocol", "./src", "./web", "./agent", "./tasks", "./bench", "./test/architecture"];
