import { expect, test } from 'vitest';
import { readTagConfig } from '../../../src/tag/config.ts';
import { warner } from '../../../src/tag/warner.ts';

const config = readTagConfig(
  { shop: 's', catalogue: '/catalogue/catalogue.json', endpoint: 'https://leader.example', policy: 'ab'.repeat(32) },
  { folder: 'https://shop.example/tag/', page: 'https://shop.example/', origin: 'https://shop.example' },
);

/** Lines said of `kinds`, in turn. */
async function saidOf(...kinds: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const warn = warner(config.ok ? config.value : expect.fail('the line is right'), (line) => lines.push(line));
  for (const kind of kinds) await warn({ kind, message: `why ${kind}` });
  return lines;
}

test.each([
  ['catalogue', 'data-catalogue="https://shop.example/catalogue/catalogue.json"', 'shelves stay hidden'],
  ['wrong-policy', `data-policy="${'ab'.repeat(32)}"`, 'nothing is sent'],
  ['server-error', 'data-endpoint="https://leader.example"', 'nothing is sent'],
])('warner() names the attribute, what is wrong and what %s means', async (kind, attribute, meaning) => {
  const [line = '', ...more] = await saidOf(kind, kind);
  expect(more).toEqual([]); // once a page
  expect(line.startsWith('homebird: ')).toBe(true);
  expect(line).toContain(attribute);
  expect(line).toContain(meaning);
  expect(line).toContain(`why ${kind}`);
});

test('warner() says nothing of what passes or is the shopper’s own affair', async () => {
  expect(await saidOf('offline', 'busy', 'paused', 'no-consent', 'gpu-lost')).toEqual([]);
});
