import { describe, expect, test } from 'vitest';
import { EMBED_ATTRIBUTES } from '#core/embed';
import { localeNow, policyHash, readTagConfig } from '../../../src/tag/config.ts';

const PLACE = { folder: 'https://cdn.example/tag/', page: 'https://shop.example/p/1?x=2', origin: 'https://shop.example' };
const LINE = { shop: 'shop.example', catalogue: '/catalogue/catalogue.json', endpoint: 'https://leader.example/', policy: `sha256-${'ab'.repeat(32)}` };

describe('readTagConfig()', () => {
  test('resolves addresses, the catalogue and worker of the shop against the page, the rest beside the tag', () => {
    expect(readTagConfig(LINE, PLACE)).toEqual({
      ok: true,
      value: {
        shop: 'shop.example', catalogueUrl: 'https://shop.example/catalogue/catalogue.json', leaderUrl: 'https://leader.example', policy: 'ab'.repeat(32), consent: 'auto', offered: ['local', 'federate'],
        sources: ['pageview', 'clicks', 'datalayer', 'jsonld'], workerUrl: 'https://cdn.example/tag/homebird-worker.js', workerIntegrity: '%HOMEBIRD_WORKER%', locale: '', pictures: 'auto', debug: false, defaults: { ownShelves: false }, beforeStore: '',
      },
    });
    expect(readTagConfig({ ...LINE, worker: '/hb/worker.js', auto: 'clicks, jsonld', locale: 'nonsense!', debug: '', consent: 'external' }, PLACE)).toMatchObject({
      value: { workerUrl: 'https://shop.example/hb/worker.js', workerIntegrity: '', sources: ['clicks', 'jsonld'], locale: '', debug: true, consent: 'external' },
    });
  });
  test('takes a worker without a hash from the page\u2019s own origin alone, also where <base> names another', () => {
    const base = { ...PLACE, page: 'https://cdn.example/base/' };
    expect(readTagConfig({ ...LINE, worker: 'w.js' }, base)).toMatchObject({ fault: { kind: 'bad-tag' } });
    expect(readTagConfig({ ...LINE, worker: 'https://shop.example/w.js' }, base)).toMatchObject({ value: { workerUrl: 'https://shop.example/w.js', workerIntegrity: '' } });
    expect(readTagConfig(LINE, base)).toMatchObject({ value: { workerUrl: 'https://cdn.example/tag/homebird-worker.js', workerIntegrity: '%HOMEBIRD_WORKER%' } });
  });
  test('reads every attribute that is known, and no other; the loader reads the nonce', () => {
    const read = new Set<string>(['nonce']);
    const heard = new Proxy<Record<string, string>>(LINE, { get: (line, name) => (read.add(String(name)), line[String(name)]) });
    expect(readTagConfig(heard, PLACE).ok).toBe(true);
    expect([...read].sort()).toEqual([...EMBED_ATTRIBUTES].sort());
  });
  test('an upgrade switches on only what the shop\u2019s day says', () => {
    for (const [defaults, ownShelves] of [['2026-11-30', false], ['2026-12-01', true], ['2027-01-01', true]] as const) expect(readTagConfig({ ...LINE, defaults, beforeStore: 'shop.filter' }, PLACE)).toMatchObject({ value: { defaults: { ownShelves }, beforeStore: 'shop.filter' } });
  });
  test('offers no upload where there is no leader or the shop does not want it', () => {
    expect(readTagConfig({ shop: 's', catalogue: '/c.json' }, PLACE)).toMatchObject({ value: { leaderUrl: '', policy: '', offered: ['local'] } });
    expect(readTagConfig({ ...LINE, federate: 'off' }, PLACE)).toMatchObject({ value: { offered: ['local'] } });
  });
  test.each([
    ['shop', { shop: '' }], ['shop', { shop: 'a b' }], ['shop', { shop: 'x'.repeat(65) }], ['catalogue', { catalogue: undefined }], ['catalogue', { catalogue: 'javascript:alert(1)' }], ['endpoint', { endpoint: 'ftp://x' }],
    ['defaults', { defaults: 'today' }], ['defaults', { defaults: '2026-13-01' }], ['before-store', { beforeStore: 'alert(1)' }], ['before-store', { beforeStore: 'a..b' }],
    ['policy', { policy: 'sha256-abc' }], ['consent', { consent: 'yes' }], ['worker', { worker: 'data:text/javascript,1' }], ['worker', { worker: 'https://cdn.other.example/w.js' }],
  ])('names data-%s when it is wrong', (name, change) => {
    const config = readTagConfig({ ...LINE, ...change }, PLACE);
    expect(config.ok).toBe(false);
    if (!config.ok) expect(config.fault.message).toContain(`data-${name}=`);
  });
});

test('policyHash() reads hex and base64, with and without the prefix', () => {
  const hex = '00ff'.repeat(16);
  const base64 = Buffer.from(hex, 'hex').toString('base64');
  for (const pin of [hex, hex.toUpperCase(), `sha256-${hex}`, `sha256-${base64}`, base64, Buffer.from(hex, 'hex').toString('base64url')]) expect(policyHash(pin)).toBe(hex);
  for (const pin of ['', 'sha256-', 'zz', base64.slice(4)]) expect(policyHash(pin)).toBeUndefined();
});

test('localeNow() is the line’s language, else the page’s as it is now, else English', () => {
  expect([localeNow({ locale: 'ar-EG' }, { lang: 'zh' }), localeNow({ locale: '' }, { lang: 'zh-hans' }), localeNow({ locale: '' }, { lang: 'no language' }), localeNow({ locale: '' }, { lang: '' })])
    .toEqual(['ar-EG', 'zh-Hans', 'en', 'en']);
});
