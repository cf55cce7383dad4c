import { expect, test } from 'vitest';
import { encodeModel } from '#core/fedavg';
import { contentHash, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { INPUTS, initialMix } from '#worker/recommender';
import { deviceModels } from '../../../../worker/session/device-models.ts';
import { createPersonalHead } from '../../../../worker/session/personal-head.ts';

/** Where a shopper contributes by hand at once, the leader may answer before the device's own files do. */
test('restore() of models never goes back behind one that was adopted while it read', async () => {
  const stores = memoryStores();
  const old = encodeModel('mix', initialMix());
  await stores.files.write(contentHash(old), old);
  await stores.settings.write('verifiedModels', { mix: { hash: contentHash(old), round: 1 } });
  let read = (): void => undefined;
  const isRead = new Promise<void>((resolve) => { read = resolve; });
  let ask = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => { ask = resolve; });
  const models = deviceModels({
    stores, catalogue: 'c'.repeat(64) as ContentHash, onChange: () => undefined, onUnfit: () => undefined,
    hash: async (bytes) => (ask(), await isRead, contentHash(bytes)),
  });
  const restored = models.restore();
  await isAsked;
  const hash = 'd'.repeat(64) as ContentHash;
  models.adopt({ kind: 'mix', weights: Float32Array.from(initialMix()), hash, round: 2 });
  read();
  await restored;
  expect(models.get('mix')).toMatchObject({ hash, round: 2 });
});

test('restore() of a personal head never replaces one that was fitted while it read', async () => {
  const { settings } = memoryStores();
  await settings.write('personalMix', Array.from({ length: INPUTS }, () => 0.5));
  const head = createPersonalHead(settings);
  const restored = head.restore();
  const fitted = new Float32Array(INPUTS).fill(0.25);
  await Promise.all([restored, head.take(fitted)]);
  expect(head.weights()).toEqual(fitted);
});
