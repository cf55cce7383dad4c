let ownNonce = '';

/** The page's nonce, for the lines that ask the browser to check a part. */
export function useNonce(nonce: string): void {
  ownNonce = nonce;
}

/**
 * Has the browser fetch a module and check it: what it keeps under the address is what a later `import()` gets, so that the
 * check holds for it. An `import()` has no place for a hash itself. Browsers without `modulepreload` (Safari before 17) do
 * not check.
 */
function checked(address: string, digest: string): Promise<void> {
  const line = document.createElement('link');
  if (!line.relList.supports('modulepreload')) return Promise.resolve();
  return new Promise<void>((resolve, reject) => {
    line.addEventListener('load', () => resolve());
    line.addEventListener('error', () => reject(new Error(`${address} did not arrive as it was built`)));
    line.rel = 'modulepreload';
    line.crossOrigin = 'anonymous';
    line.integrity = `sha256-${digest}`;
    line.nonce = ownNonce;
    line.href = address;
    document.head.append(line);
  }).finally(() => line.remove());
}

/**
 * Imports a part of this build, each file under its hash. The build turns every `import()` of the page part into a call of
 * this (`vite.page.ts`).
 *
 * @param base - address of a file that lies beside them
 * @param files - `[file, its SHA-256 in base64]`; the last one is the part, those before it are what it imports
 * @returns the module; rejects where a file does not arrive or is another
 */
export async function loadPart(base: string, ...files: readonly (readonly [file: string, digest: string])[]): Promise<unknown> {
  const addresses = await Promise.all(files.map(async ([file, digest]) => {
    const { href } = new URL(file, base);
    await checked(href, digest);
    return href;
  }));
  return import(/* @vite-ignore */ addresses.at(-1) ?? base);
}
