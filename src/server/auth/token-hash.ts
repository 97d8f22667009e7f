import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const argon2Async = promisify(argon2);

/** RFC 9106, second recommended option, with less memory: tokens are random, not words. */
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 };

/** A new token: 256 random bits, with a prefix that secret scanners can look for. */
export function newToken(): string {
  return `tw_${randomBytes(32).toString('base64url')}`;
}

/** `argon2id$<salt>$<tag>`, both base64url. */
export async function hashToken(token: string): Promise<string> {
  const nonce = randomBytes(16);
  return `argon2id$${nonce.toString('base64url')}$${(await derive(token, nonce)).toString('base64url')}`;
}

/** False also where the stored hash has another form. Takes the same time whatever the token. */
export async function tokenMatches(token: string, stored: string): Promise<boolean> {
  const [scheme, nonce = '', tag = ''] = stored.split('$');
  if (scheme !== 'argon2id') return false;
  const expected = Buffer.from(tag, 'base64url');
  const actual = await derive(token, Buffer.from(nonce, 'base64url'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

async function derive(token: string, nonce: Buffer): Promise<Buffer> {
  return argon2Async('argon2id', { ...cost, message: token, nonce });
}
