import { beforeAll, expect, test } from 'vitest';
import { decodeUpload, reportTimeHours, type ModelTask } from '#core/protocol';
import { sealReport, type Seal } from '#core/sealing';
import { toHex } from '#core/units';
import { hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';
import { aKeyRing, type KeyRing } from '#support/a-deployment';
import { aTask, idOf, NOON_MS } from '#support/federation';
import { valueOf } from '#support/result';
import { aVdaf, openBody } from '#support/vdaf';

const MEASUREMENT = Int32Array.from([3, -4, 0, 12]);

let keys: KeyRing;
beforeAll(async () => {
  keys = await aKeyRing();
});

const taskFor = ({ leaderKeys, helperKeys }: KeyRing): ModelTask => {
  const task = aTask({ length: MEASUREMENT.length });
  return { ...task, leader: { ...task.leader, hpkePublicKey: leaderKeys.publicKey }, helper: { ...task.helper, hpkePublicKey: helperKeys.publicKey } };
};
const ports = (seal: Seal = hpkeSeal) => ({ symmetric: webSymmetric, randomness: webRandomness, clock: { nowMs: () => NOON_MS + 59 * 60_000 }, seal });

test('sealReport() makes a body that both servers together open to the measurement', async () => {
  const task = taskFor(keys);
  const taskId = idOf(task);
  const { reportId, body } = valueOf(await sealReport(ports(), task, taskId, MEASUREMENT));
  expect([...(await openBody(body, { vdaf: aVdaf(MEASUREMENT.length), taskId, keys }))]).toEqual([...MEASUREMENT]);
  const { metadata } = valueOf(decodeUpload(body)).report;
  expect(toHex(metadata.reportId)).toBe(reportId);
  expect(metadata.timeHours).toBe(reportTimeHours(NOON_MS)); // cut to the hour
});

test('sealReport() makes other bytes of the same measurement each time', async () => {
  const task = taskFor(keys);
  const taskId = idOf(task);
  const [one, other] = [valueOf(await sealReport(ports(), task, taskId, MEASUREMENT)), valueOf(await sealReport(ports(), task, taskId, MEASUREMENT))];
  expect(one.reportId).not.toBe(other.reportId);
  expect(one.body).not.toEqual(other.body);
});

test('sealReport() refuses a task whose key or function cannot be used, and seals nothing for the other server', async () => {
  const task = taskFor(keys);
  const asked: Uint8Array[] = [];
  const watching: Seal = (input) => {
    asked.push(input.publicKey);
    return hpkeSeal(input);
  };
  const badKey = { ...task, leader: { ...task.leader, hpkePublicKey: new Uint8Array(65) } };
  expect(await sealReport(ports(watching), badKey, idOf(badKey), MEASUREMENT)).toMatchObject({ ok: false, fault: { kind: 'task-refused' } });
  expect(asked).toEqual([badKey.leader.hpkePublicKey]);
  const badVdaf = { ...task, vdaf: { ...task.vdaf, name: 'Pine7' } };
  expect(await sealReport(ports(watching), badVdaf, idOf(badVdaf), MEASUREMENT)).toMatchObject({ ok: false, fault: { kind: 'task-refused' } });
  expect(asked).toHaveLength(1);
});
