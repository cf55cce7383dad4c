import { expect, test } from 'vitest';
import { CONSENT_KEY, keeper } from '#page/consent';

/** Web Storage that another tab can change. */
function aStorage() {
  const map = new Map<string, string>();
  return { map, storage: { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value), removeItem: (key: string) => void map.delete(key) } };
}
const aNo = (version: number): string => JSON.stringify({ version, timeMs: 1, choice: 'no' });

test('read() parses a text once, and sees at once what another tab made of it', () => {
  const { map, storage } = aStorage();
  const kept = keeper(storage);
  expect(kept.read()).toBeUndefined();
  map.set(CONSENT_KEY, aNo(1));
  const first = kept.read();
  expect(first).toMatchObject({ version: 1, choice: 'no' });
  expect(kept.read()).toBe(first);
  map.set(CONSENT_KEY, aNo(2));
  expect(kept.read()).toMatchObject({ version: 2 });
  map.set(CONSENT_KEY, '{"version":');
  expect(kept.read()).toBeUndefined();
  map.set(CONSENT_KEY, aNo(2));
  map.delete(CONSENT_KEY);
  expect(kept.read()).toBeUndefined();
});
test('a record that storage refuses to keep holds for the page, and the next one that it takes replaces it', () => {
  const { map, storage } = aStorage();
  let isFull = true;
  const kept = keeper({ ...storage, setItem: (key, value) => {
    if (isFull) throw new Error('QuotaExceededError');
    storage.setItem(key, value);
  } });
  map.set(CONSENT_KEY, aNo(1));
  kept.write({ version: 2, timeMs: 2, choice: 'no' });
  expect([kept.read()?.version, map.size]).toEqual([2, 0]);
  isFull = false;
  kept.write({ version: 3, timeMs: 3, choice: 'no' });
  expect(kept.read()?.version).toBe(3);
  kept.remove();
  expect(kept.read()).toBeUndefined();
});
