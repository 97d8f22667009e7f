// Writes docs/reference from the code; with --check, fails where a page is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { errorCodes } from '../src/base/errors.ts';
import { createProgram } from '../src/cli/program.ts';
import { ConfigSchema } from '../src/config/schema.ts';
import { coreColumns } from '../src/event/core-columns.ts';
import { logTypes } from '../src/event/log-types.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'reference');
const pages: Readonly<Record<string, () => string>> = {
  'errors.md': errorsPage,
  'columns.md': columnsPage,
  'commands.md': commandsPage,
  'configuration.md': configurationPage,
};

const check = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
const stale = Object.entries(pages).filter(([name, make]) => {
  const file = join(folder, name);
  const text = `${make().trimEnd()}\n`;
  if (readIfPresent(file) === text) return false;
  if (!check) writeFileSync(file, text);
  return true;
});
if (check && stale.length > 0) {
  process.stderr.write(
    `out of date: ${stale.map(([name]) => `docs/reference/${name}`).join(', ')}; run npm run docs\n`,
  );
  process.exitCode = 1;
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([code, { kind, status, meaning }]) => [
    `\`${code}\``,
    kind,
    String(status),
    meaning,
  ]);
  return `# Error codes\n\nCodes are stable; messages may change. *Retryable*: the same call may succeed later.\n\n${table(['code', 'kind', 'HTTP', 'meaning'], rows)}`;
}

function columnsPage(): string {
  const columns = coreColumns.map(({ name, type, ocsf, description }) => [
    `\`${name}\``,
    type,
    `\`${ocsf}\``,
    description,
  ]);
  const types = Object.entries(logTypes).map(([name, description]) => [`\`${name}\``, description]);
  return [
    '# Core columns',
    'In `trailwatch parse`, in the table `events`, and in every query language. Empty means absent. Field names as the source wrote them stay reachable in the column `event`, for example `event.userIdentity.arn`.',
    table(['column', 'type', 'OCSF', 'meaning'], columns),
    '## Log types',
    table(['log type', 'what it is'], types),
  ].join('\n\n');
}

function commandsPage(): string {
  const sections = createProgram()
    .commands.flatMap((command) => (command.commands.length === 0 ? [command] : [...command.commands]))
    .map((command) => `## ${fullName(command)}\n\n\`\`\`\n${helpOf(command)}\n\`\`\``);
  return [
    '# Commands',
    'Exit status: 0 success, also when nothing was found; 1 a failed check, or some input ended in dead letters; 2 bad usage, or nothing could be read.',
    ...sections,
  ].join('\n\n');
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim();
}

function configurationPage(): string {
  const rows = describe(z.toJSONSchema(ConfigSchema, { io: 'input', unrepresentable: 'any' }), '');
  return [
    '# Configuration',
    '`trailwatch.yaml`, all of it optional. Unknown keys are errors. Secrets are given by the name of an environment variable.',
    table(['key', 'type', 'default', 'meaning'], rows),
  ].join('\n\n');
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function describe(schema: JsonSchema, path: string): string[][] {
  const properties = Object.entries(schema.properties ?? {}).filter(
    (entry): entry is [string, JsonSchema] => typeof entry[1] === 'object',
  );
  return properties.flatMap(([name, property]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const items =
      typeof property.items === 'object' && !Array.isArray(property.items) ? property.items : undefined;
    const nested = [...describe(property, key), ...(items === undefined ? [] : describe(items, `${key}[]`))];
    const variants = [
      ...(property.anyOf ?? []),
      ...(property.oneOf ?? []),
      ...(items?.anyOf ?? []),
      ...(items?.oneOf ?? []),
    ].flatMap((variant) =>
      typeof variant === 'object' ? describe(variant, items === undefined ? key : `${key}[]`) : [],
    );
    const own = [
      `\`${key}\``,
      typeOf(property),
      property.default === undefined ? '' : `\`${JSON.stringify(property.default)}\``,
      property.description ?? '',
    ];
    return [own, ...nested, ...variants];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return String(schema.const);
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'one of several');
}
