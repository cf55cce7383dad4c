import type { Field } from '#core/field';
import { fail, ok } from '#core/units';
import type { Vdaf } from './vdaf.ts';

/** What aggregation does with output shares, for every VDAF whose output shares are vectors over a field. */
type Sharing<AggregateResult> = Pick<Vdaf<never, AggregateResult>, 'encodeIntegers' | 'emptySum' | 'aggregate' | 'encodeShare' | 'decodeShare' | 'unshard'>;

/** Sums, their bytes and their opening, over [outputLength] elements of `field`. */
export function sharesOf<AggregateResult>({ field, outputLength, decode }: {
  readonly field: Field;
  readonly outputLength: number;
  decode(sum: Uint32Array, reports: number): AggregateResult;
}, shares: number): Sharing<AggregateResult> {
  const bytesWanted = outputLength * field.encodedBytes;
  return {
    encodeIntegers(values) {
      if (values.length !== outputLength) throw new RangeError(`Cannot encode ${values.length} integers: wanted ${outputLength}`);
      return field.fromIntegers(values);
    },
    emptySum: () => field.zeros(outputLength),
    aggregate(sum, share) {
      if (sum.length !== outputLength * field.words) throw new RangeError(`Cannot add to ${sum.length} words: wanted ${outputLength * field.words}`);
      field.add(sum, share, sum);
    },
    encodeShare: (share) => field.encode(share),
    decodeShare(bytes) {
      const share = bytes.length === bytesWanted ? field.decode(bytes) : null;
      return share ? ok(share) : fail('malformed', `Cannot read a share of ${bytes.length} bytes: wanted ${bytesWanted} with elements below the modulus`);
    },
    unshard(sums, reports) {
      if (sums.length !== shares) throw new RangeError(`Cannot unshard ${sums.length} sums: wanted ${shares}`);
      return decode(sums.reduce((total, sum) => field.add(total, sum), field.zeros(outputLength)), reports);
    },
  };
}
