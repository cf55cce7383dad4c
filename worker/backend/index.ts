/**
 * **Knows** T11 in fused WebGPU kernels, registered with tfjs, and whether that is faster here than the CPU. A chunk of its
 * own, loaded late.
 * **Not here** the typed arrays and the model itself (`#worker/models`), falling back when the device is lost (`#worker/session`).
 * **Life of a call** histories become rows of whole numbers, two kernels run inside `tidy` (taste, then all items; or loss
 * and slopes of each example, then their mean), one vector is read back; as many tensors afterwards as before. A lost device or an
 * invalid command rejects the call and sets `isLost` for good.
 * **Trust** a GPU driver may be wrong or slow: answers are compared with the typed arrays before the encoder is used.
 */
export { fasterEncoder, tensorsEncoder } from './choose.ts';
