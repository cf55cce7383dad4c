import { fail, ok, type Fault, type Result } from '#core/units';

/**
 * A part of the worker that most shelves never need, loaded at its first use. Where its file does not come, that is a fault,
 * the next use tries again, and everything else goes on.
 *
 * @param load - an `import()` of the part
 */
export async function lazily<Part>(load: () => Promise<Part>): Promise<Result<Part, Fault<'offline'>>> {
  try {
    return ok(await load());
  } catch (error) {
    return fail('offline', `A part of Homebird did not load: ${error instanceof Error ? error.message : String(error)}`);
  }
}
