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
    peoplePassword: config.peoplePassword === undefined ? undefined : hidden,
  };
}

function redactUrl(text: string): string {
  const url = new URL(text);
  if (url.password !== '') url.password = 'hidden';
  const secret = [...url.searchParams.keys()].filter((name) => /password|token|secret|key/i.test(name));
  for (const name of secret) url.searchParams.set(name, 'hidden');
  return url.href;
}
