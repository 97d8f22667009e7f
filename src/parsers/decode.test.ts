import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { DeadLetter } from '../event/dead-letter.ts';
import type { ParsedRecord } from '../event/event.ts';
import { decodeObject } from './decode.ts';
import { type DecodeOptions, defaultDecodeLimits } from './parser.ts';

const event = (n: number) =>
  `{"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"e${n}"}`;
const events = (count: number) => Array.from({ length: count }, (_, n) => event(n));
const wrapped = (count: number) => `{"Records":[${events(count).join(',')}]}`;

suite('compression', () => {
  const plain = Buffer.from(wrapped(50));
  const layers: Readonly<Record<string, Buffer>> = {
    none: plain,
    gzip: gzipSync(plain),
    zstd: zstdCompressSync(plain),
    'gzip in zstd in gzip': gzipSync(zstdCompressSync(gzipSync(plain))),
    'gzip members': Buffer.concat([gzipSync(plain.subarray(0, 100)), gzipSync(plain.subarray(100))]),
    'zstd frames': Buffer.concat([
      zstdCompressSync(plain.subarray(0, 100)),
      zstdCompressSync(plain.subarray(100)),
    ]),
    'gzip with padding': Buffer.concat([gzipSync(plain), Buffer.alloc(512)]),
    'an empty gzip member first': Buffer.concat([gzipSync(Buffer.alloc(0)), gzipSync(plain)]),
  };
  for (const [name, bytes] of Object.entries(layers)) {
    for (const chunk of [bytes.length, 7]) {
      test(`${name}, in chunks of ${chunk}`, async () => {
        const { records, deadLetters } = await decode(bytes, {}, chunk);
        assert.deepEqual(records.map(textOf), events(50));
        assert.deepEqual(deadLetters, []);
      });
    }
  }

  test('a gzip header with all its optional parts', async () => {
    const member = gzipSync(plain);
    const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
    const parts = Buffer.concat([
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('name\0comment\0'),
      Buffer.from([9, 9]),
    ]);
    const { records, deadLetters } = await decode(Buffer.concat([header, parts, member.subarray(10)]), {}, 3);
    assert.deepEqual([records.length, deadLetters], [50, []]);
  });

  for (const [name, compress] of [
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    test(`${name} cut anywhere: what came before goes in, and one dead letter`, async () => {
      const texts = varied(5000);
      const bytes = compress(Buffer.from(texts.join('\n')));
      for (const share of [0.2, 0.6, 0.99]) {
        const { records, deadLetters } = await decode(bytes.subarray(0, Math.floor(bytes.length * share)));
        assert.deepEqual(
          deadLetters.map(({ code }) => code),
          ['TW_DECOMPRESS_FAILED'],
        );
        assert.deepEqual(records.map(textOf), texts.slice(0, records.length));
        if (share === 0.99) assert.ok(records.length > 2000, `${records.length} records`);
      }
    });
  }

  test('a wrong checksum and foreign bytes behind lose no record', async () => {
    const wrong = gzipSync(plain);
    wrong.writeUInt32LE(1, wrong.length - 8);
    for (const bytes of [wrong, Buffer.concat([gzipSync(plain), Buffer.from('garbage')])]) {
      const { records, deadLetters } = await decode(bytes);
      assert.deepEqual([records.length, deadLetters.map(({ code }) => code)], [50, ['TW_DECOMPRESS_FAILED']]);
    }
  });

  test('a bomb is stopped', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(80 * 1024 ** 2, 'a')));
    const { records, deadLetters } = await decode(bomb, {
      limits: { ...defaultDecodeLimits, expansionRatioMax: 100 },
    });
    assert.deepEqual(records, []);
    assert.ok(deadLetters.some(({ code }) => code === 'TW_DECOMPRESS_BOMB'));
  });
});

suite('what is no text', () => {
  test('nothing gives nothing', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      gzipSync(Buffer.alloc(0)),
      Buffer.from('\n\n'),
      Buffer.from('\ufeff'),
    ]) {
      assert.deepEqual(await decode(bytes), { records: [], deadLetters: [] });
    }
  });

  const binaries: Readonly<Record<string, Buffer>> = {
    'random bytes': Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7919 + (n >> 3)) % 256)),
    'a few bytes': Buffer.from([0, 1, 2, 3, 4, 255, 254]),
    'a zip archive': Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(50, 'x')]),
  };
  for (const [name, bytes] of Object.entries(binaries)) {
    test(`${name}: one dead letter with its first bytes`, async () => {
      for (const chunk of [bytes.length, 1000, 1]) {
        if (chunk === 1 && bytes.length > 1000) continue;
        const { records, deadLetters } = await decode(bytes, {}, chunk);
        assert.deepEqual([records, deadLetters.map(({ code }) => code)], [[], ['TW_INPUT_BINARY']]);
        assert.deepEqual(Buffer.from(deadLetters[0]?.bytes ?? []), bytes.subarray(0, 64 * 1024));
      }
    });
  }

  test('UTF-16 is refused with what to do, with and without its mark', async () => {
    for (const text of ['\ufeff{"a":1}', '{"a":1}', '\ufeffhello there', 'plain text in UTF-16']) {
      const { records, deadLetters } = await decode(Buffer.from(text, 'utf16le'));
      assert.deepEqual([records, deadLetters.map(({ code }) => code)], [[], ['TW_PARSE_ENCODING']]);
      assert.match(deadLetters[0]?.message ?? '', /iconv/);
    }
  });

  test('a byte order mark is no part of the first record', async () => {
    const { records } = await decode(Buffer.from(`\ufeff${event(1)}\n`));
    assert.deepEqual(records.map(textOf), [event(1)]);
  });
});

suite('bad records', () => {
  test('a record that is not UTF-8 is a dead letter in JSON, and passes in text', async () => {
    const json = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from(`"}\n${event(1)}`)]);
    const inJson = await decode(json);
    assert.deepEqual(
      inJson.deadLetters.map(({ code, line }) => [code, line]),
      [['TW_PARSE_ENCODING', 1]],
    );
    assert.deepEqual(inJson.records.map(textOf), [event(1)]);
    const line = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from(' is open')]);
    const inText = await decode(line);
    assert.deepEqual(inText.deadLetters, []);
    assert.deepEqual(Buffer.from(inText.records[0]?.raw ?? []), line);
    assert.equal(inText.records[0]?.fields.message, 'caf\ufffd is open');
  });

  test('keys of Object.prototype are fields like others', async () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1}';
    const { records } = await decode(Buffer.from(text));
    assert.deepEqual(Object.keys(records[0]?.fields ?? {}), ['__proto__', 'constructor', 'hasOwnProperty']);
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  test('10,000 levels of JSON and a line of 20 MB are dead letters between good records', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const long = `{"a":"${'x'.repeat(20 * 1024 ** 2)}"}`;
    const { records, deadLetters } = await decode(
      Buffer.from([event(1), deep, event(2), long, event(3)].join('\n')),
    );
    assert.deepEqual(records.map(textOf), [event(1), event(2), event(3)]);
    assert.deepEqual(
      deadLetters.map(({ code, line, bytes, bytesTotal }) => [code, line, bytes.length, bytesTotal]),
      [
        ['TW_RECORD_TOO_DEEP', 2, deep.length, deep.length],
        ['TW_RECORD_TOO_LARGE', 4, 64 * 1024, long.length],
      ],
    );
  });

  test('NUL bytes in text pass; in a JSON string they are malformed', async () => {
    const text = await decode(Buffer.from('first line\nsecond\0line of the text\n'));
    assert.deepEqual(text.records.map(textOf), ['first line', 'second\0line of the text']);
    const json = await decode(Buffer.from(`{"a":"\0"}\n${event(1)}`));
    assert.deepEqual([json.records.length, json.deadLetters[0]?.code], [1, 'TW_PARSE_MALFORMED']);
  });

  test('a dead letter says where it is in the decoded object', async () => {
    const { deadLetters } = await decode(
      gzipSync(Buffer.from(`\ufeff${event(1)}\r\n{"a" 1}\r\n${event(2)}`)),
    );
    const { offset, line, bytes } = deadLetters[0] ?? {};
    assert.deepEqual(
      [offset, line, Buffer.from(bytes ?? []).toString()],
      [3 + event(1).length + 2, 2, '{"a" 1}'],
    );
  });
});

suite('streams that stay open', () => {
  test('a record is yielded before more input comes', async () => {
    async function* content(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${event(1)}\n${event(2)}`);
      assert.fail('more input was asked for before the records were handed out');
    }
    const decoded = decodeObject(content(), optionsOf({}));
    const first = await decoded.next();
    assert.equal(first.done === true ? 0 : first.value.length, 2);
    await decoded.return(undefined);
  });

  test('who stops early closes the content, through all layers of compression', async () => {
    let closed = false;
    async function* content(): AsyncGenerator<Uint8Array> {
      try {
        while (true) yield gzipSync(zstdCompressSync(Buffer.from(events(100).join('\n'))));
      } finally {
        closed = true;
      }
    }
    for await (const batch of decodeObject(content(), optionsOf({}))) {
      assert.ok(batch.length > 0);
      break;
    }
    assert.equal(closed, true);
  });

  test('what the content throws is thrown', async () => {
    async function* content(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(event(1));
      throw new Error('the disk is gone');
    }
    await assert.rejects(Array.fromAsync(decodeObject(content(), optionsOf({}))), /the disk is gone/);
  });
});

suite('types and places', () => {
  test('a forced type holds for what is inside of envelopes', async () => {
    const { records } = await decode(Buffer.from('{"Records":[{"a":1},{"a":2}]}'), {
      forcedType: 'aws.cloudtrail',
    });
    assert.deepEqual(
      records.map(({ logType, fields }) => [logType, fields]),
      [
        ['aws.cloudtrail', { a: 1 }],
        ['aws.cloudtrail', { a: 2 }],
      ],
    );
  });

  test('the key of an S3 object tells account and region', async () => {
    const name = 's3://logs/AWSLogs/o-abc1234567/111122223333/CloudTrail/eu-west-1/2026/11/21/x.json.gz';
    const { records } = await decode(Buffer.from(wrapped(1)), { name });
    assert.deepEqual(
      [records[0]?.envelope.accountId, records[0]?.envelope.region],
      ['111122223333', 'eu-west-1'],
    );
  });

  test('JSON lines among text, and text among JSON lines', async () => {
    const { records } = await decode(Buffer.from(`starting up\n${event(1)}\nready\n`));
    assert.deepEqual(records.map(textOf), ['starting up', event(1), 'ready']);
    assert.equal(records[1]?.logType, 'aws.cloudtrail');
    const json = await decode(Buffer.from(`${event(1)}\nready\n${event(2)}\n`));
    assert.deepEqual(json.records.map(textOf), [event(1), 'ready', event(2)]);
  });
});

suite('whatever the bytes', () => {
  const limits = { ...defaultDecodeLimits, recordBytesMax: 2000, depthMax: 20 };
  const json = fc.json({ maxDepth: 4 });
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    fc.array(json, { maxLength: 6 }).map((texts) => Buffer.from(texts.join('\n'))),
    fc
      .array(json, { maxLength: 6 })
      .map((texts) => gzipSync(Buffer.from(`{"Records":[${texts.join(',')}]}`))),
    fc.array(fc.string({ maxLength: 60 }), { maxLength: 30 }).map((lines) => Buffer.from(lines.join('\r\n'))),
  );

  test('never throws, and gives the same in one chunk as in many', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 64 }), async (bytes, chunk) => {
        assert.deepEqual(await decode(bytes, { limits }, chunk), await decode(bytes, { limits }));
      }),
      { numRuns: 300 },
    );
  });

  test('every JSON value of an array is one record, with its own text as raw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
        async (values) => {
          const { records, deadLetters } = await decode(Buffer.from(JSON.stringify(values)), {
            forcedType: 'app.json',
            limits: { ...defaultDecodeLimits, envelopesMax: 0 },
          });
          const texts = [
            ...records.map(textOf),
            ...deadLetters.map(({ bytes }) => Buffer.from(bytes).toString()),
          ];
          assert.deepEqual(texts.toSorted(), values.map((value) => JSON.stringify(value)).toSorted());
        },
      ),
    );
  });
});

/** Not compressible to nothing, so that cutting the compressed bytes cuts the text at about the same share. */
function varied(count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const noise = Buffer.from(
      Array.from({ length: 30 }, (_unused, m) => (n * 2654435761 + m * 40503) % 251),
    ).toString('hex');
    return `{"eventSource":"a","eventName":"b","n":"${noise}"}`;
  });
}

function optionsOf(options: Partial<DecodeOptions>): DecodeOptions {
  return { name: 'test', limits: defaultDecodeLimits, ...options };
}

async function decode(
  bytes: Uint8Array,
  options: Partial<DecodeOptions> = {},
  chunk = bytes.length,
): Promise<{ records: ParsedRecord[]; deadLetters: DeadLetter[] }> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const records: ParsedRecord[] = [];
  const deadLetters: DeadLetter[] = [];
  for await (const batch of decodeObject(chunks(), optionsOf(options))) {
    for (const parsed of batch) {
      if (parsed.kind === 'record')
        records.push({ ...parsed.record, raw: new Uint8Array(parsed.record.raw) });
      else deadLetters.push(parsed.deadLetter);
    }
  }
  return { records, deadLetters };
}

function textOf({ raw }: ParsedRecord): string {
  return Buffer.from(raw).toString();
}
