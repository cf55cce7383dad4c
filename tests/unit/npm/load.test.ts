import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadHomebird } from '../../../src/npm/index.ts';

const POLICY = Symbol.for('homebird.loader-policy');
/** Names of policies that the page was asked for; a browser may refuse one that comes twice. */
const named: string[] = [];

beforeAll(() => {
  vi.stubGlobal('window', {});
  vi.stubGlobal('document', {
    baseURI: 'https://shop.example/p/1',
    createElement: () => Object.assign(new EventTarget(), { dataset: {} }),
    head: { append: (line: EventTarget) => void line.dispatchEvent(new Event('error')) },
  });
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string, rules: unknown) {
      if (named.includes(name)) throw new TypeError(`Policy ${name} is there`);
      named.push(name);
      return rules;
    },
  });
});
afterAll(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, POLICY);
});

test('loadHomebird() rejects and never throws, and asks for its policy once however often it is tried', async () => {
  const options = { folder: '/tag', shop: 'fixture', catalogue: '/catalogue.json' };
  for (const folder of ['/tag', '/tag/']) await expect(loadHomebird({ ...options, folder })).rejects.toThrow('Cannot load https://shop.example/tag/');
  await expect(loadHomebird({ ...options, folder: 'https://[' })).rejects.toThrow(TypeError);
  expect(named).toEqual(['homebird-loader']);
});
