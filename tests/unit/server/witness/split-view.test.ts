import { afterEach, describe, expect, test } from 'vitest';
import type { LogEntry, PolicyFile } from '#core/protocol';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { utf8Decode, utf8Encode, type ContentHash } from '#core/units';
import { knownLog } from '#server/witness';
import { aDeployment, aDevice, aKeyRing, NOW_MS, type ADeployment } from '#support/a-deployment';
import { heldClock } from '#support/pair';
import { valueOf } from '#support/result';
import { startWitness, type TestWitness } from '#support/witness';
import { openDeployment } from '#worker/federation';

const keys = await aKeyRing();
/** What everybody is shown, and what leader and helper would like to show to one. */
const HISTORIES = ['ab', 'cd'].map((digits): LogEntry => ({ type: 'model', model: 'mix', hash: digits.repeat(32) as ContentHash, round: 9 }));

let witness: TestWitness | undefined;
afterEach(async () => {
  await witness?.close();
  witness = undefined;
});

/** The two deployments of a leader and a helper that lie together; same keys, same policy. */
function bothViews(policy: (plain: PolicyFile) => PolicyFile = (plain) => plain): Promise<ADeployment[]> {
  return Promise.all(HISTORIES.map((entry) => aDeployment(keys, { policy, earlierLeaves: [entry] })));
}

async function isAccepted(view: ADeployment): Promise<boolean> {
  return (await openDeployment(aDevice(view).ports)).ok;
}

test('limitation: without a witness, leader and helper together show two devices two logs', async () => {
  expect(await Promise.all((await bothViews()).map(isAccepted))).toEqual([true, true]);
});

describe('with a witness in the policy', () => {
  /** Asks the witness for its cosignature under a view's checkpoint, as its leader does. */
  async function cosignedBy(asked: TestWitness, view: ADeployment): Promise<{ readonly status: number; readonly view: ADeployment }> {
    const note = utf8Decode(view.files.get('/log/checkpoint') ?? new Uint8Array(0));
    const answer = await asked.add(`old 0\n\n${note}`);
    const files = new Map([...view.files, ['/log/checkpoint', utf8Encode(answer.status === 200 ? note + (await answer.text()) : note)]]);
    return { status: answer.status, view: { ...view, files } };
  }

  test.each([['first', false], ['second', true]] as const)('only the view that it saw %s finds a device; the other one gets no cosignature, whatever is tried', async (_, isReversed) => {
    const asked = await startWitness([valueOf(knownLog(keyLine(keys.log.name, keys.log.publicKey)))], { clock: heldClock(NOW_MS) });
    witness = asked;
    const key = keyLine(asked.signer.name, asked.signer.publicKey, COSIGNATURE_V1);
    const views = await bothViews((plain) => ({ ...plain, witnesses: { keys: [key], quorum: 1 } }));
    const [seen, hidden] = isReversed ? views.reverse() : views;
    if (!seen || !hidden) throw new Error('There are two views');
    const first = await cosignedBy(asked, seen);
    const second = await cosignedBy(asked, hidden);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(await Promise.all([first.view, second.view].map(isAccepted))).toEqual([true, false]);
    const note = utf8Decode(hidden.files.get('/log/checkpoint') ?? new Uint8Array(0));
    expect((await asked.add(`old ${seen.leaves.length}\n\n${note}`)).status).toBe(422);
    // The cosignature of one view is none under the other.
    const [line = ''] = /— witness\.test\/w1 .*\n/.exec(utf8Decode(first.view.files.get('/log/checkpoint') ?? new Uint8Array(0))) ?? [];
    expect(await isAccepted({ ...hidden, files: new Map([...hidden.files, ['/log/checkpoint', utf8Encode(note + line)]]) })).toBe(false);
  });
});
