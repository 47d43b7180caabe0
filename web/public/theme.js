// Sets the theme before the first paint. Loaded blocking and from a file, because the content policy allows no inline script.
// src/state/theme.ts holds the same rule for changes while the page is open.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("remotelink.theme");
  } catch {
    choice = null; // Storage is refused in some private windows: follow the system.
  }
  // A session's page is dark whatever was chosen (useDarkTheme).
  const isSession = /^\/sessions\/[^/]+\/view$/.test(location.pathname);
  const isDark =
    isSession || choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
})();
