import type { DecodeLimits } from '../parsers/parser.ts';
import type { EnrichSetup } from '../pipeline/protocol.ts';
import type { ServerOptions } from '../store/engine/connect-server.ts';

/** What the program runs with: configuration, environment and command line, resolved. */
export interface Settings {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** TRAILWATCH_ADMIN_TOKEN. */
  readonly adminToken: string | undefined;
  readonly engine: EngineSettings;
  readonly watchedFolders: readonly WatchedFolder[];
  /** Files and folders, besides or instead of the built-in rules. */
  readonly rulesPaths: readonly string[];
  readonly retention: RetentionSettings;
  readonly workers: number | undefined;
  readonly limits: DecodeLimits;
  readonly enrich: EnrichSetup;
}

export type EngineSettings =
  | {
      readonly kind: 'embedded';
      readonly memoryBytesMax: number | undefined;
      readonly threadsMax: number | undefined;
    }
  | ({ readonly kind: 'server' } & ServerOptions);

export interface RetentionSettings {
  /** Undefined keeps everything. */
  readonly defaultDays: number | undefined;
  readonly daysByLogType: Readonly<Record<string, number>>;
}

export interface WatchedFolder {
  readonly name: string;
  readonly path: string;
  readonly follow: boolean;
  readonly logType: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}
