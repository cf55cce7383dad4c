import { expect, test } from 'vitest';
import { movedOutMark } from '#core/privacy';
import type { ReportFault } from '#core/protocol';
import { aDeployment, aDevice, aKeyRing, NOW_MS } from '#support/a-deployment';
import { contribute, openDeployment } from '#worker/federation';
import { MIX_PARAMETERS } from '#worker/recommender';

const keys = await aKeyRing();
const deployment = await aDeployment(keys);
const delta = Float32Array.from({ length: MIX_PARAMETERS + 1 }, (_, j) => 0.02 * (j + 1));

async function visit(device: ReturnType<typeof aDevice>): Promise<unknown> {
  const opened = await openDeployment(device.ports);
  return opened.ok ? contribute(device.ports, opened.value, { train: () => Promise.resolve(delta) }) : opened;
}

test.each([[false, 'acked', 2], [true, 'refused', 1]] as const)('a report that met no answer goes again at the next visit, but not from a device that was moved from (%s)', async (isMoved, state, posts) => {
  let fault: ReportFault | undefined = { kind: 'offline', message: 'no answer' };
  let begun = 0;
  const device = aDevice(deployment, {
    answer: () => {
      begun++;
      return fault;
    },
  });
  const stateNow = async () => (await device.stores.ledger.entries())[0]?.state;
  await visit(device);
  expect([await stateNow(), begun]).toEqual(['sent', 1]);
  if (isMoved) await device.stores.ledger.revise(() => [movedOutMark(NOW_MS + 1)]);
  fault = undefined;
  await visit(device);
  expect([await stateNow(), begun]).toEqual([state, posts]);
  if (isMoved) expect((await device.stores.ledger.entries())[0]).toMatchObject({ refusal: 'moved', rho: 1 / 32 });
});
