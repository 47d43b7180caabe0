/** The addresses of the UI and what stands at each. The server knows the same list (src/http/page-paths.ts). */
import { Navigate, Route, Router } from "@solidjs/router";
import { ErrorBoundary, lazy, Suspense } from "solid-js";
import { PageFailure } from "./components/page-failure.tsx";
import { Shell } from "./components/shell/shell.tsx";
import { ToastRegion } from "./components/toast.tsx";
import { MachinesPage } from "./pages/machines/machines-page.tsx";

const SetupPage = lazy(() => import("./pages/setup/setup-page.tsx"));
const FirstStepsPage = lazy(() => import("./pages/setup/first-steps.tsx"));
const SignInPage = lazy(() => import("./pages/sign-in/sign-in-page.tsx"));
const MachinePage = lazy(() => import("./pages/machine/machine-page.tsx"));
const QuickConnectPage = lazy(() => import("./pages/connect/quick-connect-page.tsx"));
const HelpPage = lazy(() => import("./pages/help/help-page.tsx"));
const InvitePage = lazy(() => import("./pages/invite/invite-page.tsx"));
const ForgotPage = lazy(() => import("./pages/password/forgot-page.tsx"));
const ProvenPage = lazy(() => import("./pages/proven-page.tsx"));
const ResetPage = lazy(() => import("./pages/password/reset-page.tsx"));
const UsersPage = lazy(() => import("./pages/users/users-page.tsx"));
const UserPage = lazy(() => import("./pages/users/user-page.tsx"));
const GroupsPage = lazy(() => import("./pages/groups/groups-page.tsx"));
const GroupPage = lazy(() => import("./pages/groups/group-page.tsx"));
const SessionsPage = lazy(() => import("./pages/sessions/sessions-page.tsx"));
const SessionPage = lazy(() => import("./pages/sessions/session-page.tsx"));
const RecordingsPage = lazy(() => import("./pages/recordings/recordings-page.tsx"));
const PlayerPage = lazy(() => import("./pages/recordings/player-page.tsx"));
const EnrollmentPage = lazy(() => import("./pages/enrollment/enrollment-page.tsx"));
const AuditPage = lazy(() => import("./pages/audit/audit-page.tsx"));
const LibraryPage = lazy(() => import("./pages/scripts/library-page.tsx"));
const ScriptPage = lazy(() => import("./pages/scripts/script-page.tsx"));
const StartRunPage = lazy(() => import("./pages/scripts/start-run-page.tsx"));
const RunsPage = lazy(() => import("./pages/scripts/runs-page.tsx"));
const RunPage = lazy(() => import("./pages/scripts/run-page.tsx"));
const SettingsPage = lazy(() => import("./pages/settings/settings-page.tsx"));
const NotFoundPage = lazy(() => import("./pages/not-found-page.tsx"));
/** The viewer, with its decoders, comes only with a session. */
const ViewerPage = lazy(() => import("./viewer/viewer-page.tsx"));

export function App() {
  return (
    <Router
      root={(props) => (
        <ErrorBoundary fallback={(error) => <PageFailure error={error} />}>
          <Suspense>{props.children}</Suspense>
          <ToastRegion />
        </ErrorBoundary>
      )}
    >
      <Route path="/setup" component={SetupPage} />
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/help/:token" component={HelpPage} />
      <Route path="/invite/:token" component={InvitePage} />
      <Route path="/forgot" component={ForgotPage} />
      <Route path="/proven" component={ProvenPage} />
      <Route path="/reset/:token" component={ResetPage} />
      <Route path="/sessions/:id/view" component={ViewerPage} />
      <Route path="/" component={Shell}>
        <Route path="/" component={() => <Navigate href="/machines" />} />
        <Route path="/first-steps" component={FirstStepsPage} />
        <Route path="/machines" component={MachinesPage} />
        <Route path="/machines/:id/:tab?" component={MachinePage} />
        <Route path="/connect" component={QuickConnectPage} />
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/sessions/:id" component={SessionPage} />
        <Route path="/recordings" component={RecordingsPage} />
        <Route path="/recordings/:id" component={PlayerPage} />
        <Route path="/users" component={UsersPage} />
        <Route path="/users/:id" component={UserPage} />
        <Route path="/groups" component={GroupsPage} />
        <Route path="/groups/:id" component={GroupPage} />
        <Route path="/enrollment" component={EnrollmentPage} />
        <Route path="/scripts" component={LibraryPage} />
        <Route path="/scripts/new" component={ScriptPage} />
        <Route path="/scripts/run" component={StartRunPage} />
        <Route path="/scripts/runs" component={RunsPage} />
        <Route path="/scripts/runs/:id" component={RunPage} />
        <Route path="/scripts/:id" component={ScriptPage} />
        <Route path="/settings/:tab?" component={SettingsPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
