import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError, apiPost } from '../client/api-client.ts';
import { Button } from '../parts/button.tsx';
import { Logo } from '../parts/icon.tsx';

export function SignIn({ version }: { version: string }) {
  const [token, setToken] = useState('');
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (value: string) => apiPost<unknown>('/session', { token: value }),
    onSuccess: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn.mutate(token.trim());
  };
  return (
    <main className="flex h-full items-center justify-center p-6">
      <form
        onSubmit={submit}
        className="flex w-full max-w-sm flex-col gap-4 rounded-xl border border-line bg-surface p-7 shadow-float"
      >
        <div className="flex items-center gap-3">
          <Logo size={34} />
          <div>
            <h1 className="text-base font-semibold">Sign in to Trailwatch</h1>
            <p className="text-faint">Version {version}</p>
          </div>
        </div>
        <label className="flex flex-col gap-1.5 font-medium">
          Admin token
          <input
            type="password"
            name="token"
            autoComplete="current-password"
            autoFocus
            spellCheck={false}
            value={token}
            onChange={({ target }) => setToken(target.value)}
            aria-invalid={signIn.isError}
            aria-describedby="sign-in-help"
            className="h-9 rounded-md border border-line-strong bg-canvas px-3 font-mono font-normal"
          />
        </label>
        {signIn.error !== null && <SignInError error={signIn.error} />}
        <Button type="submit" look="solid" className="h-9" disabled={signIn.isPending || token.trim() === ''}>
          {signIn.isPending ? 'Signing in …' : 'Sign in'}
        </Button>
        <p id="sign-in-help" className="text-xs text-muted">
          The token was printed once, in the terminal, when Trailwatch first started. To set a new one, start
          it with <code className="font-mono">TRAILWATCH_ADMIN_TOKEN</code>.
        </p>
      </form>
    </main>
  );
}

function SignInError({ error }: { error: Error }) {
  const hint = error instanceof ApiError && error.status !== 401 ? error.hint : undefined;
  const text =
    error instanceof ApiError && error.status === 401
      ? 'This token is not known. Check for a missing character.'
      : error.message;
  return (
    <p role="alert" className="rounded-md bg-critical-fill px-3 py-2 text-critical">
      {text}
      {hint !== undefined && `: ${hint}`}
    </p>
  );
}
