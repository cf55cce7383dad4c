import { expect, test } from 'vitest';
import { atOnce, inSlices, sliceMeter, type Slices } from '#core/units';

function* counting(to: number, done: number[]): Slices<number> {
  for (let n = 0; n < to; n++) {
    done.push(n);
    yield;
  }
  return to;
}

test('atOnce() and inSlices() give what the work made; inSlices() pauses after every slice', async () => {
  expect(atOnce(counting(3, []))).toBe(3);
  const order: (number | 'pause')[] = [];
  const done = order as number[];
  expect(await inSlices(counting(2, done), async () => void order.push('pause'))).toBe(2);
  expect(order).toEqual([0, 'pause', 1, 'pause']);
});

test('inSlices() abandons work whose pause rejects', async () => {
  const done: number[] = [];
  await expect(inSlices(counting(9, done), () => (done.length === 2 ? Promise.reject(new Error('stopped')) : Promise.resolve()))).rejects.toThrow('stopped');
  expect(done).toEqual([0, 1]);
});

test('sliceMeter() is full once more steps are counted than a slice has, and begins again', () => {
  const isFull = sliceMeter(10);
  expect([4, 6, 1, 10, 1].map((more) => isFull(more))).toEqual([false, false, true, false, true]);
});
