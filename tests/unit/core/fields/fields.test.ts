import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, readFields } from '#core/fields';

test('canonicalJson() is one text for one value: sorted names, no space, stable under parsing', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ü"' }], a: true, x: undefined })).toBe('{"a":true,"b":[1,{"c":"ü\\"","d":null}]}');
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = canonicalJson(value);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
  }));
  for (const bad of [Number.NaN, Infinity, () => 1, undefined]) expect(() => canonicalJson({ bad: [bad] })).toThrow(RangeError);
});

test('readFields() tells an optional field that is there from one that is not', () => {
  const read = (value: unknown) => readFields('it', value, (fields) => ({ ...(fields.has('a') && { a: fields.integer('a', 0, 9) }) }));
  expect(read({})).toEqual({ ok: true, value: {} });
  expect(read({ a: 3 })).toEqual({ ok: true, value: { a: 3 } });
  for (const bad of [{ a: undefined }, { a: 10 }, { b: 1 }]) expect(read(bad).ok).toBe(false);
});

test('readFields() reads lists of texts and numbers within their bounds', () => {
  const read = (value: unknown) => readFields('it', value, (fields) => ({ texts: fields.texts('texts', 2, 3), numbers: fields.numbers('numbers', 2, 0, 1) }));
  expect(read({ texts: ['', 'abc'], numbers: [0, 0.5] })).toEqual({ ok: true, value: { texts: ['', 'abc'], numbers: [0, 0.5] } });
  for (const bad of [{ texts: ['abcd'] }, { texts: ['a\n'] }, { texts: ['', '', ''] }, { texts: [1] }, { texts: 'a' }, { numbers: [2] }, { numbers: [Number.NaN] }, { numbers: [0, 0, 0] }, { numbers: ['0'] }]) {
    expect(read({ texts: [], numbers: [], ...bad }), JSON.stringify(bad)).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  }
});
