// Loaded only when a baseline is measured: nothing else of the bench needs tfjs, and no server does.

/** The baseline's room and tfjs on its cpu backend, the one that every runtime has. */
export async function tfjsOnCpu() {
  const [umbrella, oracle] = [await import('@tensorflow/tfjs'), await import('#bench/oracle')] as const;
  await umbrella.setBackend('cpu');
  await umbrella.ready();
  return oracle;
}
