import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { visibleParts, visibleText } from './visible-text.ts';

test('marks are named and stand where the character stood', () => {
  assert.equal(visibleText('a\u001b[31mred'), 'a␛[31mred');
  assert.equal(visibleText('invoice\u202efdp.exe'), 'invoiceU+202Efdp.exe');
  assert.equal(visibleText('zero\u200bwidth\ufeff'), 'zeroU+200BwidthU+FEFF');
  assert.equal(visibleText('tag\u{e0041}'), 'tagU+E0041');
  assert.equal(visibleText('lone\ud800'), 'loneU+D800');
  assert.deepEqual(visibleParts('\u202e'), [
    { kind: 'mark', label: 'U+202E', title: 'U+202E right-to-left override' },
  ]);
});

test('ordinary text of any script is left alone', () => {
  for (const text of ['arn:aws:iam::1:user/Ana', 'שלום', 'مرحبا', '日本語', 'naïve 😀']) {
    assert.deepEqual(visibleParts(text), [{ kind: 'text', text }]);
  }
});

test('lines stay lines where asked', () => {
  assert.equal(visibleText('a\nb\tc'), 'a␊b␉c');
  assert.deepEqual(visibleParts('a\nb\tc', { keepLines: true }), [{ kind: 'text', text: 'a\nb\tc' }]);
});

test('no text part ever holds a control or format character, and no text is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parts = visibleParts(text);
      for (const part of parts) {
        if (part.kind === 'text') assert.doesNotMatch(part.text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
      const marks = parts.filter(({ kind }) => kind === 'mark').length;
      const kept = parts.reduce(
        (sum, part) => sum + (part.kind === 'text' ? Array.from(part.text).length : 0),
        0,
      );
      assert.equal(marks + kept, Array.from(text).length);
    }),
  );
});
