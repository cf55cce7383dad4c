import { expect, test } from 'vitest';
import { plainly } from '../../../../server/commands/output.ts';

test('plainly() writes what a terminal would obey as text, and JSON stays the same JSON', () => {
  const written = { out: '', err: '' };
  const { out, err } = plainly({ out: { write: (text) => (written.out += text) }, err: { write: (text) => (written.err += text) } });
  const value = { name: 'a\u009b2J\u202eb\u2066', list: ['é', '\t', '漢'] };
  out.write(`${JSON.stringify(value)}\n`);
  err.write('\u001b[2J\ttab\r\n');
  expect(JSON.parse(written.out)).toEqual(value);
  expect(written.out).not.toMatch(/[\u0080-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(written.err).toBe('\\u001b[2J\ttab\\u000d\n');
});
