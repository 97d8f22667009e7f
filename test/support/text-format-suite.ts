import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { TrailwatchError } from '../../src/base/errors.ts';
import type { Fields } from '../../src/event/event.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import type { LineParser, TextFormat, TextFormatOptions } from '../../src/parsers/parser.ts';

/** The lines of a fixture, as the line framer cuts them. */
export function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
}

/** Lines put together as `continues` says. */
export function groupLines(parser: LineParser, lines: readonly string[]): readonly string[] {
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group !== undefined && parser.continues?.(line, group) === true) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => group.join('\n'));
}

/** Every record of the lines. */
export function parseAll(
  format: TextFormat,
  lines: readonly string[],
  options: TextFormatOptions = {},
): readonly Fields[] {
  const parser = format.open(options);
  return groupLines(format.open(options), lines)
    .map((text) => parser.parse(text))
    .filter((fields) => fields !== undefined);
}

/** The record as fields, the columns that are filled, entities and native key. */
function golden(format: TextFormat, fields: Fields): unknown {
  const { event, nativeKey } = normalize({
    logType: format.logType,
    raw: new Uint8Array(0),
    fields,
    rawIsJson: false,
    // What has no year of its own is of the year it was delivered in.
    envelope: { timeMs: Date.UTC(2026, 0, 2) },
  });
  const filled = Object.entries(event.columns).filter(
    ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const columns = Object.fromEntries(
    filled.map(([name, value]) => [name, name === 'time' ? new Date(Number(value)).toISOString() : value]),
  );
  return { fields, columns, entities: event.entities, nativeKey };
}

const hostileCharacters = 100_000;
const hostileUnits = [
  ' ',
  'a',
  '1',
  ',',
  ', ',
  '"',
  '" ',
  '\\',
  '[',
  ']',
  ':',
  '.',
  '=',
  'a=',
  '="',
  '#',
  '] @ ',
  '1.',
  'a:',
];

/**
 * What every text format must do: read its fixtures as their golden files say, be sure of them, and answer any text with
 * records or TW_PARSE_MALFORMED.
 */
export function textFormatSuite(format: TextFormat, folder: string, scoreMin: number): void {
  const fixtures = globSync(join(folder, 'testdata', '*.{log,csv}'));
  assert.ok(fixtures.length > 0, `no fixture in ${folder}`);

  for (const fixture of fixtures) {
    test(`${format.logType} golden ${basename(fixture)}`, (t) => {
      const records = parseAll(format, linesOf(fixture)).map((fields) => golden(format, fields));
      assert.ok(records.length > 0);
      t.assert.fileSnapshot(records, fixture.replace(/\.\w+$/, '.golden.json'));
    });

    test(`${format.logType} is recognised from ${basename(fixture)}`, () => {
      assert.ok(format.detect(linesOf(fixture).slice(0, 20)) >= scoreMin);
    });
  }

  const real = fixtures.flatMap((fixture) => linesOf(fixture));
  const damaged = fc
    .tuple(fc.constantFrom(...real), fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }))
    .map(([line, at, cut, insert]) => {
      const start = at % (line.length + 1);
      return line.slice(0, start) + insert + line.slice(start + cut);
    });

  // Anything worse than linear time in the length of the line shows as a test that does not end.
  test(`${format.logType} takes long hostile lines`, { timeout: 120_000 }, () => {
    for (const unit of hostileUnits) {
      for (const start of [real[0] ?? '', real.at(-1) ?? '', (real[0] ?? '').slice(0, 40), '']) {
        const text = start + unit.repeat(hostileCharacters / unit.length);
        format.detect([text]);
        const fields = parseOrMalformed(format.open({}), text);
        if (fields !== undefined) golden(format, fields);
      }
    }
  });

  test(`${format.logType} answers any text with records or TW_PARSE_MALFORMED`, () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), damaged), { maxLength: 8 }), (lines) => {
        const score = format.detect(lines);
        assert.ok(score >= 0 && score <= 1);
        const parser = format.open({});
        for (const text of groupLines(format.open({}), lines)) {
          const fields = parseOrMalformed(parser, text);
          if (fields !== undefined) golden(format, fields);
        }
      }),
      { numRuns: 300 },
    );
  });
}

function parseOrMalformed(parser: LineParser, text: string): Fields | undefined {
  try {
    return parser.parse(text);
  } catch (error) {
    assert.ok(error instanceof TrailwatchError, String(error));
    assert.equal(error.code, 'TW_PARSE_MALFORMED');
    return undefined;
  }
}
