import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu.js';
import { registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import { fail, ok, type Fault, type Result } from '#core/units';
import { registerKernels } from './kernels.ts';
import type { DeviceWatch } from './tensors.ts';

/** Why there is no tensor encoder on this device now. None is a bug. */
export type TensorsFault = Fault<'no-webgpu' | 'gpu-lost' | 'gpu-wrong' | 'slower'>;

/** Name that tfjs's kernels are registered for. Its own start is not imported: it would choose a device that we could not watch. */
const BACKEND = 'webgpu';

/** Limits that tfjs's kernels count on, raised to what the adapter has. */
const RAISED_LIMITS = [
  'maxComputeWorkgroupStorageSize', 'maxComputeWorkgroupsPerDimension', 'maxStorageBufferBindingSize', 'maxBufferSize', 'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** The one device under tfjs in this thread, watched for its life. */
export interface StartedDevice {
  readonly watch: DeviceWatch;
  /** True for an adapter that computes on the CPU: right, and slower than typed arrays. */
  readonly isSoftware: boolean;
}

/**
 * Starts tfjs on a fresh WebGPU device. Call again only after the last watch was closed: tfjs has one backend a thread.
 */
export async function startDevice(): Promise<Result<StartedDevice, TensorsFault>> {
  if (!('gpu' in navigator)) return fail('no-webgpu', 'Cannot compute on WebGPU: this browser has none');
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return fail('no-webgpu', 'Cannot compute on WebGPU: the browser offers no adapter');
    const requiredLimits = Object.fromEntries(RAISED_LIMITS.map((name) => [name, adapter.limits[name]]));
    const device = await adapter.requestDevice({ requiredLimits });
    const watch = watchOver(device);
    registerKernels();
    registerBackend(BACKEND, () => new WebGPUBackend(device, adapter.info));
    if (!(await setBackend(BACKEND))) {
      watch.close();
      return fail('no-webgpu', 'Cannot compute on WebGPU: tfjs did not take the device');
    }
    return ok({ watch, isSoftware: adapter.info.isFallbackAdapter });
  } catch (error) {
    return fail('no-webgpu', `Cannot compute on WebGPU: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Listens for all ways a device goes wrong: it is lost, a command was invalid, a read-back failed. tfjs hears of none in
 * time: a dropped submit leaves an output buffer with another tensor's old data, so after an error nothing is read any more.
 */
function watchOver(device: GPUDevice): DeviceWatch {
  let reason: string | undefined;
  let closed = false;
  let give: (why: string) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    give = (why) => {
      reason ??= why;
      reject(new Error(`Cannot read from the GPU: ${reason}`));
    };
  });
  lost.catch(() => undefined); // a device may be lost while nobody waits
  device.lost.then((info) => give(`the device was lost, ${info.message || info.reason}`), () => undefined);
  device.addEventListener('uncapturederror', (event) => give(event.error.message));
  return {
    get isLost() {
      return reason !== undefined || closed;
    },
    async run(submit) {
      device.pushErrorScope('validation');
      let answer;
      let invalid;
      try {
        answer = submit();
      } finally {
        invalid = device.popErrorScope(); // every command of `submit` is on its way by now, and none of another call
      }
      const problem = answer.then(() => invalid).then((error) => error?.message, (error: unknown) => String(error));
      const why = await Promise.race([problem, lost]);
      if (why !== undefined) give(why);
      return Promise.race([lost, answer]); // a rejected `lost` stands first
    },
    close() {
      if (closed) return;
      closed = true;
      removeBackend(BACKEND);
      device.destroy();
    },
  };
}
