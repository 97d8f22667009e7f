import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageFailed, PageLoading, PageNotFound } from './page-states.tsx';
import {
  parseSearch,
  readEventsSearch,
  readFindingsSearch,
  readOverviewSearch,
  stringifySearch,
} from './search.ts';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({ component: Shell });

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
});

const findingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/findings',
  validateSearch: readFindingsSearch,
  component: lazyRouteComponent(() => import('../findings/findings-page.tsx'), 'FindingsPage'),
});

const findingRoute = createRoute({
  getParentRoute: () => findingsRoute,
  path: '$findingId',
  component: lazyRouteComponent(() => import('../findings/finding-panel.tsx'), 'FindingPanel'),
});

const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events',
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import('../events/events-page.tsx'), 'EventsPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([overviewRoute, findingsRoute.addChildren([findingRoute]), eventsRoute]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageNotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
