import { createHmac, randomBytes } from 'node:crypto';
import { hashToken, newToken, tokenMatches } from './token-hash.ts';

/** Where token hashes are kept; the control database. */
export interface TokenRecords {
  tokenHash(name: string): Promise<string | undefined>;
  saveTokenHash(name: string, hash: string): Promise<void>;
}

export interface Authenticator {
  /** Whether the bearer token is good. Wrong tokens cost as much time as right ones. */
  acceptsToken(token: string): Promise<boolean>;
  /** Opens a browser session; the value goes into a cookie. */
  openSession(): string;
  acceptsSession(value: string): boolean;
  closeSession(value: string): void;
  /** A token that lives as long as this process: for the command line on the same machine, by a file only its owner can read. */
  readonly localToken: string;
}

export interface AuthenticatorOptions {
  readonly records: TokenRecords;
  /** TRAILWATCH_ADMIN_TOKEN; replaces the stored one when it differs. */
  readonly adminToken: string | undefined;
  /** Called once, with the token that was generated because there was none. */
  readonly onGenerated: (token: string) => void;
  readonly now?: () => number;
}

export const sessionMs = 12 * 3600 * 1000;
const sessionsMax = 1000;
const knownTokensMax = 100;
const adminTokenName = 'admin';

export async function createAuthenticator(options: AuthenticatorOptions): Promise<Authenticator> {
  const now = options.now ?? Date.now;
  const stored = await firstToken(options);
  // argon2 takes milliseconds by design: a token seen good is remembered, as a keyed digest that is of no use elsewhere.
  const key = randomBytes(32);
  const digest = (value: string) => createHmac('sha256', key).update(value).digest('base64url');
  const good = new Set<string>();
  const sessions = new Map<string, number>();
  const localToken = newToken();
  good.add(digest(localToken));

  return {
    localToken,
    async acceptsToken(token) {
      const seen = digest(token);
      if (good.has(seen)) return true;
      if (!(await tokenMatches(token, stored))) return false;
      if (good.size < knownTokensMax) good.add(seen);
      return true;
    },
    openSession() {
      const value = randomBytes(32).toString('base64url');
      for (const [id, expiresMs] of sessions) {
        if (expiresMs <= now() || sessions.size >= sessionsMax) sessions.delete(id);
        else break;
      }
      sessions.set(digest(value), now() + sessionMs);
      return value;
    },
    acceptsSession(value) {
      return (sessions.get(digest(value)) ?? 0) > now();
    },
    closeSession(value) {
      sessions.delete(digest(value));
    },
  };
}

async function firstToken({ records, adminToken, onGenerated }: AuthenticatorOptions): Promise<string> {
  const stored = await records.tokenHash(adminTokenName);
  if (adminToken === undefined && stored !== undefined) return stored;
  if (adminToken !== undefined && stored !== undefined && (await tokenMatches(adminToken, stored)))
    return stored;
  const token = adminToken ?? newToken();
  const hash = await hashToken(token);
  await records.saveTokenHash(adminTokenName, hash);
  if (adminToken === undefined) onGenerated(token);
  return hash;
}
