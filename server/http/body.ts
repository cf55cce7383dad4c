import type { IncomingMessage } from 'node:http';
import { fail, ok, type Fault, type Result } from '#core/units';

/**
 * What is set aside before a byte came; it doubles as they come. Chunks are copied at once and not kept: one sent byte by byte
 * would hold two hundred times its size.
 */
const FIRST_BYTES = 1_024;

/** Where a body comes from. */
interface Source {
  /** The next bytes; undefined at the end. Rejects where the sender goes away. */
  read(): Promise<Uint8Array | undefined>;
  /** Ends the reading: nothing more is wanted. */
  cancel(): void;
}

/** A request or an answer, as far as its body goes. */
type Message = Pick<Request, 'headers' | 'body'>;

/** Node's own side of requests that came in by `listen`. A web stream of it takes longer than all else that is done for a small report. */
const incomingOf = new WeakMap<Message, IncomingMessage>();

/** Remembers that the body of `request` may be read from `incoming`. */
export function cameBy(request: Request, incoming: IncomingMessage): void {
  incomingOf.set(request, incoming);
}

/**
 * Reads a message's body, giving up as soon as it is longer than `maxBytes`: no more than that is ever held in memory,
 * whatever Content-Length says.
 *
 * @param maxBytes - largest body accepted
 */
export function readBody(message: Message, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  const tooLarge = declaredTooLarge(message, maxBytes);
  if (tooLarge) return Promise.resolve(tooLarge);
  const source = sourceOf(message);
  return source ? readFrom(source, declaredBytes(message), maxBytes) : Promise.resolve(ok(new Uint8Array(0)));
}

const declaredBytes = ({ headers }: Message): number => Number(headers.get('content-length') ?? 0);

/** The fault of a body that is too large by its own word: not a byte of it is asked for. */
function declaredTooLarge(message: Message, maxBytes: number): Result<never, Fault<'too-large'>> | undefined {
  const declared = declaredBytes(message);
  return declared > maxBytes ? fail('too-large', `Body of ${declared} bytes refused: the limit is ${maxBytes}`) : undefined;
}

function sourceOf(message: Message): Source | undefined {
  const incoming = incomingOf.get(message);
  if (incoming) return incomingSource(incoming);
  const reader = message.body?.getReader();
  return reader && {
    read: async () => (await reader.read()).value,
    cancel: () => void reader.cancel().catch(() => undefined), // its sender may be gone already
  };
}

/** A body as Node has it: what lies ready is taken at once, else whatever happens next is waited for. */
function incomingSource(incoming: IncomingMessage): Source {
  let isCancelled = false;
  let wake: () => void = () => undefined;
  const happened = (): void => wake();
  for (const event of ['readable', 'end', 'error', 'close'] as const) incoming.on(event, happened);
  return {
    async read() {
      for (;;) {
        if (isCancelled) throw new Error('Nobody wants the rest');
        const chunk = incoming.read() as Buffer | null;
        if (chunk) return chunk;
        if (incoming.readableEnded) return undefined;
        if (incoming.destroyed) throw new Error('The sender went away');
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    cancel() {
      isCancelled = true;
      wake();
    },
  };
}

async function readFrom(source: Source, declared: number, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Fault<'too-large' | 'aborted'>>> {
  let held = new Uint8Array(Math.min(FIRST_BYTES, maxBytes));
  let length = 0;
  try {
    for (let chunk = await source.read(); chunk; chunk = await source.read()) {
      const wanted = length + chunk.length;
      if (wanted > maxBytes) {
        source.cancel();
        return fail('too-large', `Body of more than ${maxBytes} bytes refused`);
      }
      if (wanted > held.length) held = grown(held.subarray(0, length), Math.min(maxBytes, nextSize(wanted, declared)));
      held.set(chunk, length);
      length = wanted;
    }
  } catch {
    return fail('aborted', 'The sender went away before its body was complete');
  }
  return ok(held.length === length ? held : held.slice(0, length));
}

/** Twice of what came is set aside, or all that was declared where that is less: most bodies are moved once. */
const nextSize = (wanted: number, declared: number): number => (declared >= wanted && declared <= 2 * wanted ? declared : 2 * wanted);

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
  const open = new Set<{ readonly source: Source; isDisplaced: boolean }>();
  return async (message, maxBytes) => {
    const source = declaredTooLarge(message, maxBytes) ? undefined : sourceOf(message);
    if (!source) return readBody(message, maxBytes);
    const reading = { source, isDisplaced: false };
    open.add(reading);
    const [oldest] = open.size > mostOpen ? open : [];
    if (oldest) {
      oldest.isDisplaced = true;
      open.delete(oldest);
      oldest.source.cancel();
    }
    const body = await readFrom(source, declaredBytes(message), maxBytes);
    open.delete(reading);
    return reading.isDisplaced ? fail('displaced', 'Others sent faster; the same bytes may be sent again') : body;
  };
}
