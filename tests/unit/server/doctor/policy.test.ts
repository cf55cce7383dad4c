import { describe, expect, test } from 'vitest';
import { allows, policiesOf, rungOf } from '../../../../server/doctor/policy.ts';

const PAGE = 'https://shop.example/p/1';
const OWN = 'https://shop.example/tag/homebird-worker.js';
const CDN = 'https://cdn.example/tag/homebird-worker.js';

describe('allows()', () => {
  test.each<[string, string, boolean]>([
    ["worker-src 'self'", OWN, true],
    ["worker-src 'self'", 'blob:', false],
    ['worker-src blob:', 'blob:', true],
    ["child-src blob:; script-src 'self'", 'blob:', true],
    ["script-src 'self'", 'blob:', false],
    ["default-src 'none'", OWN, false],
    ["default-src 'none'; worker-src 'self'", OWN, true],
    ['worker-src https:', OWN, true],
    ['worker-src shop.example/tag/', OWN, true],
    ['worker-src shop.example/other/', OWN, false],
    ['worker-src *.example', OWN, true],
    ['worker-src *.example', 'https://example/x.js', false],
    ['worker-src http://shop.example', OWN, true],
    ['worker-src https://shop.example:8443', OWN, false],
    ["worker-src 'self'; worker-src 'none'", OWN, true],
    ["img-src 'none'", OWN, true],
  ])('of "%s" a worker from %s: %s', (policy, address, expected) => {
    expect(allows(policiesOf([policy]), 'worker-src', address, PAGE)).toBe(expected);
  });

  test('all policies of a page must agree, in one header or two', () => {
    expect(allows(policiesOf(["worker-src 'self', worker-src 'none'"]), 'worker-src', OWN, PAGE)).toBe(false);
    expect(allows(policiesOf(["worker-src 'self'", "worker-src 'none'"]), 'worker-src', OWN, PAGE)).toBe(false);
  });
});

describe('rungOf() says how the worker starts, and which directive is missing where it does not', () => {
  // The table of the start ladder: docs/shops/csp.md.
  test.each<[string, string, string, string, string]>([
    ['no policy', '', CDN, 'blob', ''],
    ['the own origin', "script-src 'self'", OWN, 'same-origin', ''],
    ['another origin without blobs', "script-src 'self' https://cdn.example", CDN, 'lite', 'worker-src blob:'],
    ['another origin with blobs', "script-src 'self' https://cdn.example; worker-src 'self' blob:", CDN, 'blob', ''],
    ['a nonce and strict-dynamic', "script-src 'nonce-abc' 'strict-dynamic'", CDN, 'blob', ''],
    ['Trusted Types', "require-trusted-types-for 'script'; worker-src blob:", CDN, 'blob', ''],
    ['Trusted Types by name, ours among them', "require-trusted-types-for 'script'; trusted-types homebird", CDN, 'blob', ''],
    ['Trusted Types by name, without ours', "require-trusted-types-for 'script'; trusted-types default", CDN, 'lite', 'trusted-types homebird'],
    ['no connection to the other origin', "connect-src 'self'; worker-src blob:", CDN, 'lite', 'connect-src https://cdn.example'],
    ['no worker at all', "worker-src 'none'", OWN, 'lite', "worker-src 'self'"],
  ])('%s', (_, policy, worker, rung, missing) => {
    expect(rungOf(policiesOf(policy === '' ? [] : [policy]), worker, PAGE)).toEqual({ rung, missing });
  });
});
