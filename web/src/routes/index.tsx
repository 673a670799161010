import { createBrowserRouter, type RouteObject } from 'react-router';

/** A route that fetches its page when it is first opened. */
const page = (load: () => Promise<{ default: React.ComponentType }>): Pick<RouteObject, 'lazy' | 'HydrateFallback'> => ({
  lazy: async () => ({ Component: (await load()).default }),
  HydrateFallback: () => null,
});

/** A page of visits: they come together. */
const site = (name: 'ChecksPage' | 'CheckPage' | 'HandoverPage' | 'ReportPage' | 'CalendarPage') => page(async () => ({ default: (await import('../pages/inspection/site'))[name] }));

export const router = createBrowserRouter([
  { path: '/login', ...page(() => import('../pages/login/LoginPage')) },
  { path: '/public', ...page(() => import('../pages/public/PublicPage')) },
  { path: '/public/plans/:id', ...page(() => import('../pages/public/PublicPlanPage')) },
  { path: '/public/programmes', ...page(() => import('../pages/public/ProgrammesPage')) },
  { path: '/public/results', ...page(() => import('../pages/public/ResultsPage')) },
  { path: '/public/verify', ...page(() => import('../pages/public/VerifyPage')) },
  {
    path: '/',
    ...page(() => import('../components/shell/Shell')),
    children: [
      { index: true, ...page(() => import('../pages/inbox/InboxPage')) },
      { path: 'new', ...page(() => import('../pages/draft/DraftPage')) },
      { path: 'new/lead', ...page(() => import('../pages/lead/LeadPage')) },
      { path: 'referrals/:id', ...page(() => import('../pages/referral/ReferralPage')) },
      { path: 'referrals/:id/settle', ...page(() => import('../pages/claim/QuickPage')) },
      { path: 'referrals/:id/draft', ...page(() => import('../pages/draft/DraftPage')) },
      { path: 'referrals/:id/archive', ...page(() => import('../pages/archive/ArchivePage')) },
      { path: 'desk', ...page(() => import('../pages/desk/DeskPage')) },
      { path: 'notices', ...page(() => import('../pages/notices/NoticesPage')) },
      { path: 'meetings', ...page(() => import('../pages/meetings/MeetingsPage')) },
      { path: 'meetings/:id', ...page(() => import('../pages/meetings/MeetingPage')) },
      { path: 'meeting-marks', ...page(() => import('../pages/meetings/MarksPage')) },
      { path: 'claims', ...page(() => import('../pages/claim/ClaimsPage')) },
      { path: 'claims/rounds/:id', ...page(() => import('../pages/claim/RoundPage')) },
      { path: 'supervision-leads', ...page(() => import('../pages/leads/LeadsPage')) },
      { path: 'reads', ...page(() => import('../pages/reads/ReadsPage')) },
      { path: 'rules', ...page(() => import('../pages/rules/RulesPage')) },
      { path: 'rules/packs', ...page(() => import('../pages/rules/PacksPage')) },
      { path: 'rules/:rule', ...page(() => import('../pages/rules/RulesPage')) },
      { path: 'items', ...page(() => import('../pages/items/ItemsPage')) },
      { path: 'inspection', ...page(() => import('../pages/inspection/InspectionPage')) },
      { path: 'inspection/plans/:id', ...page(() => import('../pages/inspection/PlanPage')) },
      { path: 'inspection/plans/:id/draw', ...page(() => import('../pages/inspection/StagePage')) },
      { path: 'inspection/plans/:id/schedule', ...page(() => import('../pages/inspection/schedule/SchedulePage')) },
      { path: 'inspection/plans/:id/report', ...site('ReportPage') },
      { path: 'inspection/checks', ...site('ChecksPage') },
      { path: 'inspection/checks/:id', ...site('CheckPage') },
      { path: 'inspection/calendar', ...site('CalendarPage') },
      { path: 'inspection/handover', ...site('HandoverPage') },
      { path: 'inspection/programmes/:id', ...page(() => import('../pages/inspection/ProgrammePage')) },
      { path: 'admin', ...page(() => import('../pages/admin/AdminPage')) },
      { path: 'admin/new', ...page(() => import('../pages/admin/NewAgencyPage')) },
      { path: 'admin/:agency/:tab?', ...page(() => import('../pages/admin/AgencyPage')) },
      { path: 'peers', ...page(() => import('../pages/peers/PeersPage')) },
      { path: 'interfaces', ...page(() => import('../pages/hooks/HooksPage')) },
      { path: 'me', ...page(() => import('../pages/me/MePage')) },
      { path: '*', ...page(() => import('../pages/NotFound')) },
    ],
  },
]);
