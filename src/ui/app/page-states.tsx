import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states.tsx';

export function PageLoading() {
  return <LoadingRows label="Loading the page" />;
}

/** Loads the page anew: a part of the program that failed to load is not asked for again otherwise. */
export function PageFailed({ error }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={() => window.location.reload()} />;
}

export function PageNotFound() {
  return (
    <EmptyState
      icon="search"
      title="There is no such page"
      action={
        <Link to="/" className="text-accent hover:underline">
          Go to the overview
        </Link>
      }
    >
      The address may be mistyped or from another version.
    </EmptyState>
  );
}
