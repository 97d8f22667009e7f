import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { FindingDetail, FindingRow, FindingsPage, RuleDetail } from '../../api/findings.ts';
import { findingQuery } from '../client/queries.ts';
import { EntityLink } from '../events/entity-link.tsx';
import { EventView } from '../events/event-view.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Section } from '../parts/panel.tsx';
import { SeverityBadge } from '../parts/severity.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { ErrorState, LoadingRows } from '../parts/states.tsx';
import { describeTime, formatAgo, formatTime } from '../time/format-time.ts';
import { absolute, type RangeSearch } from '../time/time-range.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { attackLink, webAddress } from './attack.ts';

const CodeView = lazy(() => import('../parts/code-view.tsx'));

const aroundMs = 3_600_000;
const entitiesShown = 24;

export function FindingPanel() {
  const { findingId } = useParams({ from: '/findings/$findingId' });
  const search = useSearch({ from: '/findings' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(findingQuery(findingId));
  const known = useKnownFinding(findingId);
  return (
    <SidePanel
      label="Finding"
      onClose={() => void navigate({ to: '/findings', search })}
      title={
        data === undefined ? <span className="caption">Finding</span> : <PanelTitle finding={data.finding} />
      }
      actions={<CopyButton value={window.location.href} label="Copy a link to this finding" />}
    >
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <>
          {known !== undefined && <Sentence finding={known} />}
          <LoadingRows />
        </>
      )}
      {data !== undefined && <FindingBody key={findingId} detail={data} />}
    </SidePanel>
  );
}

/** What the table already has of it, to show while the rest is on its way. */
function useKnownFinding(id: string): FindingRow | undefined {
  const client = useQueryClient();
  return client
    .getQueriesData<InfiniteData<FindingsPage>>({ queryKey: ['findings'] })
    .flatMap(([, data]) => data?.pages.flatMap((page) => page.findings) ?? [])
    .find((finding) => finding.id === id);
}

function PanelTitle({ finding }: { finding: FindingRow | undefined }) {
  if (finding === undefined) return <h2 className="font-semibold">Finding</h2>;
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <SeverityBadge severity={finding.severity} />
      <h2 className="truncate font-semibold">
        <Untrusted text={finding.rule_name} max={200} />
      </h2>
    </span>
  );
}

function FindingBody({ detail: { finding, events, rule } }: { detail: FindingDetail }) {
  const timeMs = Date.parse(finding.time);
  const around = absolute({ fromMs: timeMs - aroundMs, toMs: timeMs + aroundMs });
  const [event] = events;
  return (
    <>
      <Sentence finding={finding} />
      <div className="px-4 pb-3">
        {rule !== null && rule.severity_reason !== '' && <p className="text-muted">{rule.severity_reason}</p>}
        <Facts finding={finding} around={around} />
      </div>
      {rule !== null && rule.next_steps.length > 0 && <NextSteps steps={rule.next_steps} />}
      <Section title="Entities: everything else they did, an hour either side">
        <div className="flex flex-wrap gap-1">
          {finding.entities.slice(0, entitiesShown).map((value) => (
            <EntityLink key={value} value={value} range={around} />
          ))}
          {finding.entities.length === 0 && <span className="text-faint">None in this event.</span>}
        </div>
      </Section>
      <Section
        title={events.length > 1 ? `Events: the first of ${events.length}` : 'Event'}
        actions={<OpenEvent event={event} />}
      >
        {event === undefined ? (
          <p className="text-muted">The event is no longer stored: retention has removed it.</p>
        ) : (
          <div className="rounded-md border border-line">
            <EventView event={event} range={around} />
          </div>
        )}
      </Section>
      {rule === null ? (
        <Section title="Rule">
          <p className="text-muted">The rule {finding.rule} is no longer loaded.</p>
        </Section>
      ) : (
        <RuleSection rule={rule} version={finding.rule_version} />
      )}
    </>
  );
}

function Sentence({ finding }: { finding: FindingRow }) {
  return (
    <p className="px-4 pt-3.5 pb-1.5 text-[0.9375rem] leading-snug">
      <Untrusted text={finding.sentence} max={2000} />
    </p>
  );
}

function NextSteps({ steps }: { steps: readonly string[] }) {
  return (
    <Section title="Next steps">
      <ol className="flex list-decimal flex-col gap-1 pl-5 marker:text-faint">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Section>
  );
}

function Facts({ finding, around }: { finding: FindingRow; around: RangeSearch }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Account', finding.account_id],
    ['Region', finding.region],
    ['Actor', finding.actor],
    ['Source', finding.src_ip],
    ['Resource', finding.resource],
    ...Object.entries(finding.group),
  ];
  return (
    <dl className="mt-3 grid grid-cols-[5.5rem_1fr] gap-y-1">
      <dt className="text-faint">Time</dt>
      <dd className="tabular" title={describeTime(finding.time, Date.now())}>
        {formatTime(finding.time)} UTC
        <span className="ml-2 text-faint">{formatAgo(Date.parse(finding.time), Date.now())}</span>
      </dd>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-faint">{name}</dt>
            <dd className="min-w-0">
              <EntityLink value={value} range={around} />
            </dd>
          </div>
        ))}
      {finding.attack.length > 0 && (
        <>
          <dt className="text-faint">ATT&CK</dt>
          <dd className="flex flex-wrap gap-x-3 gap-y-0.5">
            {finding.attack.map((tag) => (
              <AttackTag key={tag} tag={tag} />
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

function AttackTag({ tag }: { tag: string }) {
  const { label, url } = attackLink(tag);
  return url === null ? <span>{label}</span> : <External url={url} label={label} />;
}

function External({ url, label }: { url: string; label: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex items-center gap-1 text-accent hover:underline"
    >
      {label}
      <Icon name="external" size={11} />
    </a>
  );
}

function OpenEvent({ event }: { event: { id: string; time: string } | undefined }) {
  if (event === undefined) return null;
  const timeMs = Date.parse(event.time);
  return (
    <Link
      to="/events"
      search={{
        ...absolute({ fromMs: timeMs - aroundMs, toMs: timeMs + aroundMs }),
        event: event.id,
        at: event.time,
      }}
      className="text-xs text-accent hover:underline"
    >
      Show among all events
    </Link>
  );
}

function RuleSection({ rule, version }: { rule: RuleDetail; version: string }) {
  const lists = [
    ['Known false positives', rule.falsepositives],
    ['References', rule.references],
  ] as const;
  return (
    <Section title="Rule" actions={<span className="font-mono text-2xs text-faint">version {version}</span>}>
      {rule.description !== '' && <p className="mb-2 whitespace-pre-line">{rule.description}</p>}
      {lists.map(
        ([title, items]) =>
          items.length > 0 && (
            <div key={title} className="mb-2">
              <h4 className="caption">{title}</h4>
              <ul className="flex flex-col gap-0.5">
                {items.map((item) => (
                  <li key={item} className="break-words">
                    <RuleText text={item} />
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      <div className="mb-1 flex items-center justify-between">
        <span className="truncate font-mono text-2xs text-faint">{rule.file}</span>
        <CopyButton value={rule.yaml} label="Copy the rule's YAML" />
      </div>
      <Suspense fallback={<LoadingRows rows={6} />}>
        <CodeView text={rule.yaml} label={`YAML of the rule ${rule.title}`} />
      </Suspense>
    </Section>
  );
}

function RuleText({ text }: { text: string }) {
  const url = webAddress(text);
  return url === null ? <Untrusted text={text} /> : <External url={url} label={text} />;
}
