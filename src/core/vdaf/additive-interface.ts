/** AES-128 in counter mode as a stream: `length` bytes of keystream under `key` (16 bytes) from the 16-byte block `counter`. */
export interface AesCtr {
  keystream(key: Uint8Array, counter: Uint8Array, length: number): Promise<Uint8Array>;
}
