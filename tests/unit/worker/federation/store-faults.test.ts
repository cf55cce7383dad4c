import { expect, test } from 'vitest';
import { StorageError } from '#core/protocol';
import { memoryStores } from '#page/store';
import { aDeployment, aDevice, aKeyRing } from '#support/a-deployment';
import { contribute, openDeployment } from '#worker/federation';
import { MIX_PARAMETERS } from '#worker/recommender';

const keys = await aKeyRing();
const deployment = await aDeployment(keys);
const delta = Float32Array.from({ length: MIX_PARAMETERS + 1 }, (_, j) => 0.02 * (j + 1));

/** Visits after which a report that can still be sent is there. */
const VISITS = 4;

type Stores = ReturnType<typeof memoryStores>;
type Method = (...args: never[]) => Promise<unknown>;

/** A device's stores whose operation number `at` fails, before or after it was written, and the names of all that ran. */
function faultyStores(at: number, mode: 'failed' | 'written'): { readonly stores: Stores; readonly ran: readonly string[]; readonly kept: Stores } {
  const kept = memoryStores();
  const ran: string[] = [];
  const around = <Part extends object>(name: string, part: Part): Part => Object.fromEntries(Object.entries(part as Record<string, Method>).map(([method, run]) => [method, async (...args: never[]) => {
    ran.push(`${name}.${method}`);
    const isFault = ran.length - 1 === at;
    if (isFault && mode === 'failed') throw new StorageError('the disk is full');
    const value = await run(...args);
    if (isFault) throw new StorageError('the disk is full, and it was written');
    return value;
  }])) as Part;
  const stores = { ...kept, ledger: around('ledger', kept.ledger), files: around('files', kept.files), checkpoint: around('checkpoint', kept.checkpoint) };
  return { stores, ran, kept };
}

async function visit(device: ReturnType<typeof aDevice>): Promise<unknown> {
  const opened = await openDeployment(device.ports);
  return opened.ok ? contribute(device.ports, opened.value, { train: () => Promise.resolve(delta) }) : opened;
}

/** Operations of one visit in which nothing fails. */
async function operations(): Promise<readonly string[]> {
  const { stores, ran } = faultyStores(-1, 'failed');
  await visit(aDevice(deployment, { stores }));
  return [...ran];
}

const names = await operations();

test('one visit of a device reads and writes ledger, files and checkpoint', () => {
  for (const name of ['ledger.spend', 'ledger.update', 'ledger.entries', 'files.write', 'checkpoint.write', 'checkpoint.writeManifest']) expect(names).toContain(name);
});

test.each(names.flatMap((name, at) => [[at, name, 'failed'], [at, name, 'written']] as const))('operation %i, %s, %s: one report at most, never two, and no budget is given back', async (at, _name, mode) => {
  const { stores, kept } = faultyStores(at, mode);
  const device = aDevice(deployment, { stores });
  for (let i = 0; i < VISITS; i++) await expect(visit(device)).resolves.toHaveProperty('ok'); // a fault is a value here, never a throw
  const bodies = new Set(device.sent.map((body) => Buffer.from(body).toString('hex')));
  expect(bodies.size).toBeLessThanOrEqual(1); // the same bytes again count once; others would be a second report
  const entries = await kept.ledger.entries();
  expect(entries).toHaveLength(1);
  expect(entries[0]?.rho).toBe(1 / 32);
  if (bodies.size > 0) expect(entries[0]?.state).toBe('acked');
  else expect(entries[0]?.state).toBe('refused'); // given up with its budget spent: too much in the ledger, never too little
});
