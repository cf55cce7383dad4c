import { named } from './storage-error.ts';

/** As browsers name it where something took too long. */
export const TOO_LATE = 'TimeoutError';

/** What `answer` gives. @throws Error named {@link TOO_LATE} after `patienceMs`; what was asked for may still come to pass */
export async function inTime<Value>(answer: Promise<Value>, patienceMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), patienceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The error of an answer that did not come in time. */
export function tooLate(): Error {
  return named(TOO_LATE, 'the browser gave no answer in time');
}
