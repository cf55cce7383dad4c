/**
 * **Knows** WebAssembly programs: their bytes out of instructions with names, and how to start them over one memory.
 * **Not here** what a program computes: it lives with the loop it replaces (`#worker/kernels`, `#server/kernels`).
 * **Trust** programs are ours, never loaded; where a policy or an old browser forbids them, starting gives nothing.
 */
export { assemble, F32, I32, op, type Code } from './assemble.ts';
export { integers } from './integers.ts';
export { run, type Running } from './run.ts';
