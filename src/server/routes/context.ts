import type { Authenticator } from '../auth/authenticator.ts';
import type { Activity } from '../../pipeline/activity.ts';
import type { QueryRequest, QueryResult, IngestResult } from '../../api/query.ts';
import type { ReplayResult } from '../../api/overview.ts';
import type { Select } from '../../store/read/select.ts';
import type { RuleCatalog } from '../rule-catalog.ts';

/** What the routes need of the running program. */
export interface RouteContext {
  readonly version: string;
  readonly demo: boolean;
  readonly startedMs: number;
  readonly secureCookies: boolean;
  readonly authenticator: Authenticator;
  readonly select: Select;
  readonly activity: Activity;
  readonly rules: () => RuleCatalog;
  /** Rejects with TW_ENGINE_UNAVAILABLE while the engine does not answer. */
  checkReady(): Promise<void>;
  query(request: QueryRequest & { readonly query_id: string }, signal: AbortSignal): Promise<QueryResult>;
  cancelQuery(queryId: string): boolean;
  /** Resolves when all of the body is durable. */
  ingest(body: AsyncIterable<Uint8Array>, options: IngestOptions): Promise<IngestResult>;
  replayDeadLetters(filter: {
    readonly ids?: readonly string[] | undefined;
    readonly code?: string | undefined;
  }): Promise<ReplayResult>;
}

export interface IngestOptions {
  /** Shown in errors and dead letters. */
  readonly name: string;
  readonly logType: string | undefined;
  /** Field list of custom flow logs. */
  readonly fieldList: readonly string[] | undefined;
}
