import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settled } from '../../../../src/pages/console/use-draft.ts';

const form = fc.record({ name: fc.string(), bid: fc.string(), rows: fc.array(fc.nat(3)) });

test('settled() is what is kept, with every field that was typed in since it was sent', () => {
  fc.assert(fc.property(form, form, fc.record({ name: fc.string(), bid: fc.string() }, { requiredKeys: [] }), (sent, kept, typed) => {
    const now = { ...sent, ...typed };
    const after = settled(now, sent, kept);
    for (const field of ['name', 'bid', 'rows'] as const) expect(after[field]).toBe(now[field] === sent[field] ? kept[field] : now[field]);
  }));
});

test('settled() is the kept form itself where nothing was typed since, so that it counts as saved', () => {
  fc.assert(fc.property(form, form, (sent, kept) => {
    expect(settled(sent, sent, kept)).toBe(kept);
    expect(settled({ ...sent }, sent, kept)).toBe(kept);
  }));
});
