import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states.tsx';

export function PageLoading() {
  return <LoadingRows label="Loading the page" />;
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} />;
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
