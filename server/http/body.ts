import { fail, ok, type Fault, type Result } from '#core/units';

/**
 * What is set aside before a byte came; it doubles as they come. Chunks are copied at once and not kept: one sent byte by byte
 * would hold two hundred times its size.
 */
const FIRST_BYTES = 1_024;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** A request or an answer, as far as its body goes. */
type Message = Pick<Request, 'headers' | 'body'>;

/**
 * Reads a message's body, giving up as soon as it is longer than `maxBytes`: no more than that is ever held in memory,
 * whatever Content-Length says.
 *
 * @param maxBytes - largest body accepted
 */
export function readBody(message: Message, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  const tooLarge = declaredTooLarge(message, maxBytes);
  if (tooLarge) return Promise.resolve(tooLarge);
  return message.body ? readFrom(message.body.getReader(), maxBytes) : Promise.resolve(ok(new Uint8Array(0)));
}

/** The fault of a body that is too large by its own word: not a byte of it is asked for. */
function declaredTooLarge({ headers }: Message, maxBytes: number): Result<never, Fault<'too-large'>> | undefined {
  const declared = Number(headers.get('content-length') ?? 0);
  return declared > maxBytes ? fail('too-large', `Body of ${declared} bytes refused: the limit is ${maxBytes}`) : undefined;
}

async function readFrom(reader: Reader, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  let held = new Uint8Array(Math.min(FIRST_BYTES, maxBytes));
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > maxBytes) {
        await reader.cancel();
        return fail('too-large', `Body of more than ${maxBytes} bytes refused`);
      }
      if (length + value.length > held.length) held = grown(held, Math.min(maxBytes, Math.max(2 * held.length, length + value.length)));
      held.set(value, length);
      length += value.length;
    }
  } catch {
    return fail('aborted', 'The sender went away before its body was complete');
  }
  return ok(held.slice(0, length));
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

/**
 * Like {@link readBody}, for requests of strangers: at most `mostOpen` bodies are read at a time. One more makes the one that
 * has been read longest give way with the fault `displaced`: who sends slowly on purpose never keeps anyone out.
 */
export function bodyReader(mostOpen: number): (message: Message, maxBytes: number) => Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted' | 'displaced'>>> {
  const open = new Set<{ readonly reader: Reader; isDisplaced: boolean }>();
  return async (message, maxBytes) => {
    if (!message.body || declaredTooLarge(message, maxBytes)) return readBody(message, maxBytes);
    const reading = { reader: message.body.getReader(), isDisplaced: false };
    open.add(reading);
    const [oldest] = open.size > mostOpen ? open : [];
    if (oldest) {
      oldest.isDisplaced = true;
      open.delete(oldest);
      oldest.reader.cancel().catch(() => undefined); // its sender may be gone already
    }
    const body = await readFrom(reading.reader, maxBytes);
    open.delete(reading);
    return reading.isDisplaced ? fail('displaced', 'Others sent faster; the same bytes may be sent again') : body;
  };
}
