import { encodeUpload, type Report, type TaskId } from '#core/protocol';

/** One part of a report: what it is, how long, and who can read it. */
export interface ReportPart {
  readonly name: string;
  readonly bytes: number;
  readonly meaning: string;
  readonly sealed: boolean;
}

/** A P-256 point, uncompressed. */
const KEY_BYTES = 65;
/** AES-128-GCM's tag. */
const TAG_BYTES = 16;
/** Weights of the example: as many as the mix has, which a test compares with the worker's. */
const EXAMPLE_LENGTH = 40;
/** What is sealed: two bytes for no extensions, four for the length, the share. */
const SHARE_HEAD_BYTES = 6;
const SEED_BYTES = 16;

function sealedShare(configId: number, shareBytes: number): Report['leader'] {
  const length = SHARE_HEAD_BYTES + shareBytes + TAG_BYTES;
  return { configId, enc: filled(KEY_BYTES, configId).with(0, 4), payload: filled(length, configId * 7) };
}

/** Bytes that look like a seal's: an example must not show the same byte over and over. */
function filled(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed * 131 + 7, 2654435761) >>> 13) & 255);
}

/** An example report of the mix task, written by the very encoder that devices use. Its contents mean nothing. */
export function exampleReport(task: TaskId): Uint8Array {
  return encodeUpload(task, {
    metadata: { reportId: filled(16, 3), timeHours: 498_000 },
    publicShare: new Uint8Array(0),
    leader: sealedShare(1, 4 * EXAMPLE_LENGTH),
    helper: sealedShare(2, SEED_BYTES),
  });
}

/** The parts of {@link exampleReport}, in order. */
export function partsOfReport(): readonly ReportPart[] {
  const seal = (who: string, share: number, what: string): ReportPart[] => [
    { name: `Key for the ${who}`, bytes: 1 + 2 + KEY_BYTES, meaning: `Names the ${who}’s key and carries a fresh public key, used once.`, sealed: false },
    { name: `Half for the ${who}`, bytes: 4 + SHARE_HEAD_BYTES + share + TAG_BYTES, meaning: what, sealed: true },
  ];
  return [
    { name: 'Task', bytes: 32, meaning: 'Which promise this report is made under. The same for everyone.', sealed: false },
    { name: 'Report id', bytes: 16, meaning: 'Random, new for each report: it stops a report from counting twice.', sealed: false },
    { name: 'Time', bytes: 8, meaning: 'Cut to the hour.', sealed: false },
    { name: 'Extensions', bytes: 2, meaning: 'None.', sealed: false },
    { name: 'Public share', bytes: 4, meaning: 'Empty in this version.', sealed: false },
    ...seal('shop', 4 * EXAMPLE_LENGTH, 'The update minus a random mask. Without the other half it is noise, also for the shop.'),
    ...seal('helper', SEED_BYTES, 'The seed of that mask. It never meets the other half; only sums of at least k devices do.'),
  ];
}
