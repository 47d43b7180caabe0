/** Entry of the UI. */
import { QueryClientProvider } from "@tanstack/solid-query";
import { render } from "solid-js/web";
import { createQueryClient } from "./api/query-client.ts";
import { App } from "./app.tsx";
import { followBranding } from "./state/branding.ts";
import { followTheme } from "./state/theme.ts";
import "./styles/app.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root to render into");

const client = createQueryClient();

render(() => {
  followTheme();
  followBranding();
  return (
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  );
}, root);
