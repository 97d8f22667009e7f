import { fileURLToPath } from 'node:url';

/** The rules that come with Trailwatch. */
export const builtInRulesPath = fileURLToPath(new URL('../../rules', import.meta.url));

/** The web application, as `tools/setup.mjs` builds it. */
export const uiPath = fileURLToPath(new URL('../ui/dist', import.meta.url));
