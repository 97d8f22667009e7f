import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { infoQuery } from '../client/queries.ts';
import { ErrorState } from '../parts/states.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { SignIn } from './sign-in.tsx';

/** Shows the application to who is signed in, and the sign-in page (at the same URL) to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data: info, error, refetch } = useQuery(infoQuery);
  if (info === undefined) {
    if (error === null) return <div role="status" aria-label="Loading" />;
    return (
      <main className="flex h-full items-center justify-center">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  return (
    <div className="flex h-full flex-col">
      {info.demo && <DemoBanner />}
      <div className="min-h-0 flex-1">{info.signed_in ? children : <SignIn version={info.version} />}</div>
    </div>
  );
}
