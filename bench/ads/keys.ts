import { hashPair } from './cells.ts';

/** Numbers of keys. */
export interface KeyNumbers {
  /** The key's number, from 0 by order of appearance. @param key - whole, from 0 to 2^53 */
  readonly add: (key: number) => number;
  /** Its number; −1 for a key that was never added. */
  readonly find: (key: number) => number;
  readonly count: () => number;
}

/** Places at first. */
const FIRST_PLACES = 1 << 12;
const NONE = -1;
const WORD = 4_294_967_296;

/**
 * Numbers keys in two arrays, with open addressing: a Map keeps each key as an object of its own on the heap, of which Node by itself has
 * few GB, and holds 2^24 at most.
 */
export function keyNumbers(): KeyNumbers {
  let [keys, numbers] = [new Float64Array(FIRST_PLACES).fill(NONE), new Int32Array(FIRST_PLACES)];
  let count = 0;
  /** Where the key lies, or would. */
  const placeOf = (key: number): number => {
    const mask = keys.length - 1;
    let place = hashPair(key, Math.floor(key / WORD)) & mask;
    while (keys[place] !== NONE && keys[place] !== key) place = (place + 1) & mask;
    return place;
  };
  const grow = (): void => {
    const [before, known] = [keys, numbers];
    [keys, numbers] = [new Float64Array(2 * before.length).fill(NONE), new Int32Array(2 * before.length)];
    for (let i = 0; i < before.length; i++) {
      if (before[i] === NONE) continue;
      const place = placeOf(before[i] as number);
      keys[place] = before[i] as number;
      numbers[place] = known[i] as number;
    }
  };
  return {
    count: () => count,
    find(key) {
      const place = placeOf(key);
      return keys[place] === NONE ? NONE : (numbers[place] as number);
    },
    add(key) {
      if (2 * count >= keys.length) grow();
      const place = placeOf(key);
      if (keys[place] === key) return numbers[place] as number;
      keys[place] = key;
      numbers[place] = count;
      return count++;
    },
  };
}
