import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { attributeName, EMBED_ATTRIBUTES } from '#core/embed';

test('EMBED_ATTRIBUTES are those that docs/shops/embed.md lists, each once', () => {
  const page = readFileSync(new URL('../../docs/shops/embed.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(data-[a-z-]+)`/gm)].map(([, name = '']) => name);
  expect(listed.sort()).toEqual(EMBED_ATTRIBUTES.map(attributeName).sort());
});
