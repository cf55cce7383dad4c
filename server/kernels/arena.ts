import { run, type Running } from '#core/assembly';

/** Most memory one kernel takes, in bytes: beyond it typed arrays do as well, and no report of ours is near. */
const MAX_BYTES = 2 ** 26;

/**
 * A program that starts over, in a larger memory, when a call needs one; undefined where it cannot run. Whoever gets the
 * memory may use all of it until the next call.
 *
 * @param constants - copied to address 0 at each start
 */
export function arena(program: () => Uint8Array, constants: ArrayBufferView): (bytes: number) => Running | undefined {
  let running: Running | undefined;
  return (bytes) => {
    if (bytes > MAX_BYTES) return undefined;
    if (!running || running.buffer.byteLength < bytes) {
      running = run([program()], 2 * bytes);
      if (running) new Uint8Array(running.buffer).set(new Uint8Array(constants.buffer, constants.byteOffset, constants.byteLength));
    }
    return running;
  };
}
