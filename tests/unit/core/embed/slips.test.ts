import { expect, test } from 'vitest';
import { COLLECT_SOURCES } from '#page/collect';
import { AUTO_SOURCES, slipsIn } from '../../../../src/core/embed/slips.ts';

test('slipsIn() names each value that does nothing, and none that the tag reads', () => {
  expect(slipsIn({ shop: 's', auto: 'clicks, jsonld', locale: 'zh-Hant', federate: 'off' })).toEqual([]);
  expect(slipsIn({ shop: 's' })).toEqual([]);
  expect(slipsIn({ auto: 'pagevuew clicks', locale: 'xx-yy-zzzzzzzzzzzz', federate: 'yes' }).map((slip) => slip.split(/[= ]/, 1)[0])).toEqual(['data-auto', 'data-locale', 'data-federate']);
  expect(slipsIn({ locale: '' })).toHaveLength(1);
});

test('AUTO_SOURCES are what the tag collects from', () => {
  expect(AUTO_SOURCES).toEqual(COLLECT_SOURCES);
});
