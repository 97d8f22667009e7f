import { createApp } from './app.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { openStores } from './open-stores.ts';
import type { Config } from '../config/load-config.ts';

/** The API without a port: the same routes, asked from within the process. */
export interface LocalApi {
  request(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly body: string }>;
  close(): Promise<void>;
}

/** Opens the data directory. Throws TW_STORE_LOCKED where another process has it. */
export async function openLocalApi(config: Config): Promise<LocalApi> {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const stores = await openStores(config, log);
  try {
    const authenticator = await createAuthenticator({
      records: noTokens,
      adminToken: undefined,
      onGenerated: () => {},
    });
    const app = await createApp({
      config,
      stores,
      authenticator,
      sources: [],
      demo: false,
      loopbackOnly: true,
      log,
    });
    const headers = {
      authorization: `Bearer ${authenticator.localToken}`,
      host: 'localhost',
      'content-type': 'application/json',
    };
    return {
      async request(method, path, body) {
        const response = await app.http.inject({
          method: method === 'POST' ? 'POST' : 'GET',
          url: path,
          headers,
          ...(body !== undefined && { payload: JSON.stringify(body) }),
        });
        return { status: response.statusCode, body: response.body };
      },
      async close() {
        await app.close();
        await stores.close();
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** Nobody signs in here, so no admin token is made that nobody would see. */
const noTokens = { tokenHash: async () => 'none', saveTokenHash: async () => {} };
