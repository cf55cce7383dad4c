import { describe, expect, test } from 'vitest';
import { memoryStores } from '#page/store';
import { STORE_CONTRACT } from '#support/store-contract';

describe('memoryStores()', () => {
  for (const { title, check } of STORE_CONTRACT) test(title, () => check(memoryStores()));

  test('two devices share nothing', async () => {
    const [one, two] = [memoryStores(), memoryStores()];
    await one.settings.write('contributionDraw', 0.5);
    expect(await two.settings.read('contributionDraw')).toBeUndefined();
  });
});
