import type { Config } from './load-config.ts';

const hidden = '(hidden)';

/** Fit to be shown and logged: no token, no password, also not inside a URL. */
export function redactConfig(config: Config): Config {
  const { url } = config.engine;
  return {
    ...config,
    engine: { ...config.engine, url: url === undefined ? undefined : redactUrl(url) },
    adminToken: config.adminToken === undefined ? undefined : hidden,
    enginePassword: config.enginePassword === undefined ? undefined : hidden,
  };
}

function redactUrl(text: string): string {
  const url = new URL(text);
  if (url.password !== '') url.password = 'hidden';
  for (const name of [...url.searchParams.keys()]) {
    if (/password|token|secret|key/i.test(name)) url.searchParams.set(name, 'hidden');
  }
  return url.href;
}
