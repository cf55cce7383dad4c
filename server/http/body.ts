import { fail, ok, type Fault, type Result } from '#core/units';

/** A request or an answer, as far as its body goes. */
type Message = Pick<Request, 'headers' | 'body'>;

/**
 * Reads a message's body, giving up as soon as it is longer than `maxBytes`: no more than that is ever held in memory,
 * whatever Content-Length says.
 *
 * @param maxBytes - largest body accepted
 */
export async function readBody(message: Message, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  const declared = Number(message.headers.get('content-length') ?? 0);
  if (declared > maxBytes) return fail('too-large', `Body of ${declared} bytes refused: the limit is ${maxBytes}`);
  const reader = message.body?.getReader();
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
