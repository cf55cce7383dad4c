import { test } from 'vitest';
import { xofHmacSha256Aes128, xofTurboShake128Draft11 } from '#core/xof';
import { webSymmetric } from '#page/crypto';
import { valueOf } from '#support/pair';
import { expectVectors, parametersOf, type PineVectors } from '#support/pine';
import { publishedVectors } from '#support/vectors';
import { pine } from '../../../../src/core/vdaf/pine.ts';
import { pineLayout } from '../../../../src/core/vdaf/pine-parameters.ts';

test.each(publishedVectors<PineVectors>('pine-02', /^Pine.*\.json$/))('pine() gives every byte of $name', async ({ name, content }) => {
  const layout = valueOf(pineLayout(parametersOf(name, content)));
  await expectVectors(pine(layout, layout.xof === 'hmac' ? xofHmacSha256Aes128(webSymmetric) : xofTurboShake128Draft11), content);
});
