import { fail, ok, type Fault, type Result } from '#core/units';

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
  return readFrom(message, maxBytes, message.body?.getReader());
}

async function readFrom(message: Message, maxBytes: number, reader: Reader | undefined): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  const declared = Number(message.headers.get('content-length') ?? 0);
  if (declared > maxBytes) return fail('too-large', `Body of ${declared} bytes refused: the limit is ${maxBytes}`);
  if (!reader) return ok(new Uint8Array(0));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        return fail('too-large', `Body of more than ${maxBytes} bytes refused`);
      }
      chunks.push(value);
    }
  } catch {
    return fail('aborted', 'The sender went away before its body was complete');
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return ok(body);
}

/**
 * Like {@link readBody}, for requests of strangers: at most `mostOpen` bodies are read at a time. One more makes the one that
 * has been read longest give way with the fault `displaced`: who sends slowly on purpose never keeps anyone out.
 */
export function bodyReader(mostOpen: number): (message: Message, maxBytes: number) => Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted' | 'displaced'>>> {
  const open = new Set<{ readonly reader: Reader; isDisplaced: boolean }>();
  return async (message, maxBytes) => {
    const reader = message.body?.getReader();
    if (!reader) return readFrom(message, maxBytes, undefined);
    const reading = { reader, isDisplaced: false };
    open.add(reading);
    const [oldest] = open.size > mostOpen ? open : [];
    if (oldest) {
      oldest.isDisplaced = true;
      open.delete(oldest);
      oldest.reader.cancel().catch(() => undefined); // its sender may be gone already
    }
    const body = await readFrom(message, maxBytes, reader);
    open.delete(reading);
    return reading.isDisplaced ? fail('displaced', 'Others sent faster; the same bytes may be sent again') : body;
  };
}
