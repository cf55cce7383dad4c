import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embedLine, isShopName, readTagBuild } from '#core/embed';

const BUILD = { build: '0123456789abcdef', integrity: `sha384-${'A'.repeat(64)}` };

test('embedLine() names the build, its integrity and what the shop says, in that order', () => {
  expect(embedLine({ tagFolder: 'https://cdn.example/hb/', ...BUILD, data: { shop: 'my-shop', catalogue: '/c/catalogue.json', endpoint: undefined, policy: '' } }))
    .toBe(`<script async src="https://cdn.example/hb/0123456789abcdef/homebird.js" integrity="sha384-${'A'.repeat(64)}" crossorigin="anonymous" data-shop="my-shop" data-catalogue="/c/catalogue.json"></script>`);
});

test('embedLine() without a build names the file that moves on, which has no hash', () => {
  expect(embedLine({ tagFolder: '/tag', data: { shop: 's' } }, true)).toBe('<script async src="/tag/homebird.js"\n  data-shop="s"></script>');
});

test('embedLine() lets no value end its attribute or its element', () => {
  fc.assert(fc.property(fc.string(), (value) => {
    const line = embedLine({ tagFolder: '/tag', data: { shop: value } });
    expect((/data-shop="([^]*)"><\/script>$/.exec(line)?.[1] ?? '').replaceAll(/&(?:amp|quot|lt);/g, '')).not.toMatch(/["<&]/);
  }));
});

test.each([['my-shop', true], ['Läden_1.fr', true], ['', false], ['a b', false], ['a'.repeat(65), false], ['<x>', false]])('isShopName(%j) is %s', (name, is) => {
  expect(isShopName(name)).toBe(is);
});

test.each([[{ ...BUILD, files: {} }, BUILD], [{ ...BUILD, build: '../x' }, undefined], [{ ...BUILD, integrity: 'sha384-"' }, undefined], [null, undefined], ['', undefined]])('readTagBuild(%j) gives %j', (json, build) => {
  expect(readTagBuild(json)).toEqual(build);
});
