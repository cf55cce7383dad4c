import { describe, expect, test } from 'vitest';
import { policyHash, readTagConfig } from '../../../src/tag/config.ts';

const PLACE = { script: 'https://cdn.example/tag/homebird.js', page: 'https://shop.example/p/1?x=2', language: 'de' };
const LINE = { shop: 'shop.example', catalogue: '/catalogue/catalogue.json', endpoint: 'https://leader.example/', policy: `sha256-${'ab'.repeat(32)}` };

describe('readTagConfig()', () => {
  test('resolves addresses, the catalogue and worker of the shop against the page, the rest beside the tag', () => {
    expect(readTagConfig(LINE, PLACE)).toEqual({
      ok: true,
      value: {
        shop: 'shop.example', catalogueUrl: 'https://shop.example/catalogue/catalogue.json', leaderUrl: 'https://leader.example', policy: 'ab'.repeat(32), consent: 'auto', offersFederate: true,
        sources: ['pageview', 'clicks', 'datalayer', 'jsonld'], workerUrl: 'https://cdn.example/tag/homebird-worker.js', locale: 'de', debug: false,
      },
    });
    expect(readTagConfig({ ...LINE, worker: '/hb/worker.js', auto: 'clicks, jsonld', locale: 'nonsense!', debug: '', consent: 'external' }, PLACE)).toMatchObject({
      value: { workerUrl: 'https://shop.example/hb/worker.js', sources: ['clicks', 'jsonld'], locale: 'de', debug: true, consent: 'external' },
    });
  });
  test('offers no upload where there is no leader or the shop does not want it', () => {
    expect(readTagConfig({ shop: 's', catalogue: '/c.json' }, PLACE)).toMatchObject({ value: { leaderUrl: '', policy: '', offersFederate: false } });
    expect(readTagConfig({ ...LINE, federate: 'off' }, PLACE)).toMatchObject({ value: { offersFederate: false } });
  });
  test.each([
    ['shop', { shop: '' }], ['shop', { shop: 'a b' }], ['shop', { shop: 'x'.repeat(65) }], ['catalogue', { catalogue: undefined }], ['catalogue', { catalogue: 'javascript:alert(1)' }], ['endpoint', { endpoint: 'ftp://x' }],
    ['policy', { policy: 'sha256-abc' }], ['consent', { consent: 'yes' }], ['worker', { worker: 'data:text/javascript,1' }],
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
