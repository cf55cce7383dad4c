import { framesOf, gatherer, MAX_ENVELOPE_BYTES } from '#core/transfer';
import { fromBase64, ok, toBase64, YEAR_MS, type Fault, type Result } from '#core/units';
import { Icon } from '#page/elements';
import { counted, formatBytes, formatDate, useWords } from '#page/words';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Camera } from './camera.tsx';
import type { PanelHost } from './host.ts';
import { moveBook } from './move-words.ts';
import { saveFile } from './save.ts';
import { madePassphrase, open, seal } from './sealing.ts';
import { faultWords, panelBook } from './words.ts';

export { moveStyle as style } from './move-style.ts';

/** Shortest passphrase of her own: what is made for her is 19 letters. */
const MIN_PASSPHRASE = 12;

interface MoveProps {
  readonly host: PanelHost;
  /** Whether she agreed to a history here, so that there is one to take and to add to. */
  readonly isKnown: boolean;
  onMoved(): void;
}

function moveFault({ kind }: Fault): string {
  const known: Readonly<Record<string, string>> = moveBook.words().faults;
  return known[kind] ?? panelBook.words().failed(faultWords({ kind }));
}

/** What was packed, and the file it was sealed into. */
interface Package {
  readonly packed: string;
  readonly file: Uint8Array;
}

/** Packs and seals what is here now. Nothing on this device changes by it. */
async function packAndSeal(host: PanelHost, passphrase: string): Promise<Result<Package, Fault>> {
  const packed = await host.packMove();
  if (!packed.ok) return packed;
  const file = await seal(packed.value, passphrase, { shop: host.shop, nowMs: host.nowMs() });
  return file.ok ? ok({ packed: packed.value, file: file.value }) : file;
}

interface SealedProps {
  readonly file: Uint8Array;
  readonly host: PanelHost;
  /** Has `use` hand out the file, sealed anew where it was stale; from then on this device counts as moved from. */
  onLeave(use: (file: Uint8Array) => void): void;
}

function Sealed({ file, host, onLeave }: SealedProps) {
  const words = moveBook.words();
  const [copied, setCopied] = useState<Uint8Array | undefined>(undefined);
  const [codes, setCodes] = useState<typeof import('./panel-codes.tsx') | undefined>(undefined);
  const [isRefused, setRefused] = useState(false);
  const frames = useMemo(() => framesOf(file), [file]);
  /** First `ready`, so that what cannot leave in this way does not silence the device. */
  const handOut = (ready: () => Promise<unknown>, use: (left: Uint8Array) => unknown): void => {
    const refuse = (): void => setRefused(true);
    setRefused(false);
    ready().then(() => onLeave((left) => void Promise.resolve(use(left)).catch(refuse)), refuse);
  };
  const write = (text: string): Promise<void> => navigator.clipboard.writeText(text);
  // No browser tells beforehand whether it lets a page write there, but all do by trying: an empty text first, hers at once after it.
  const copy = (): void => handOut(() => write(''), (left) => write(toBase64(left)).then(() => setCopied(left)));
  const save = (): void => handOut(() => Promise.resolve(), (left) => saveFile('homebird-profile.hbmove', left, 'application/octet-stream'));
  const show = (): void => {
    const part = import('./panel-codes.tsx');
    handOut(() => part, () => part.then(setCodes));
  };
  return (
    <>
      <p class="notice" role="status"><Icon name="check" />{words.ready(formatBytes(file.length, host.locale))}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={save}><Icon name="download" />{words.save}</button>
        {frames && <button type="button" aria-expanded={codes !== undefined} onClick={() => (codes ? setCodes(undefined) : show())}>{codes ? words.hide : words.show}</button>}
        {'clipboard' in navigator && <button type="button" class="plain" onClick={copy}>{copied === file ? words.copied : words.copyText}</button>}
      </div>
      {!frames && <p class="quiet">{words.tooLarge}</p>}
      {isRefused && <p class="notice warn" role="alert">{words.refused}</p>}
      {codes && frames && <codes.Codes frames={frames} locale={host.locale} words={words} />}
    </>
  );
}

function Out({ host, onMoved }: Omit<MoveProps, 'isKnown'>) {
  const words = moveBook.words();
  const [passphrase, setPassphrase] = useState(() => madePassphrase());
  const [state, setState] = useState<Package | 'sealing' | { readonly failed: string } | undefined>(undefined);
  const sealed = typeof state === 'object' && 'file' in state ? state : undefined;
  const isShort = passphrase.trim().length < MIN_PASSPHRASE;
  const make = async (): Promise<void> => {
    setState('sealing');
    const made = await packAndSeal(host, passphrase);
    setState(made.ok ? made.value : { failed: moveFault(made.fault) });
  };
  /** Only when the file leaves: one that was never saved must not have silenced this device. */
  const leave = async (made: Package, use: (file: Uint8Array) => void): Promise<void> => {
    const moved = await host.moveOut(made.packed);
    if (!moved.ok && moved.fault.kind === 'stale') {
      const newer = await packAndSeal(host, passphrase);
      if (!newer.ok) return setState({ failed: moveFault(newer.fault) });
      setState(newer.value);
      return leave(newer.value, use);
    }
    if (!moved.ok) return setState({ failed: moveFault(moved.fault) });
    use(made.file);
    return onMoved();
  };
  return (
    <form class="half" aria-labelledby="move-out" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <h4 id="move-out">{words.out}</h4>
      <p class="quiet">{words.outLead}</p>
      {host.consent.offered.includes('federate') && <p class="quiet">{words.outStop(formatDate(host.nowMs() + YEAR_MS, host.locale))}</p>}
      <label for="move-pass">{words.passphrase}</label>
      <input id="move-pass" type="text" dir="ltr" autocomplete="off" autocapitalize="off" spellcheck={false} value={passphrase} aria-describedby="move-made" aria-invalid={isShort} disabled={sealed !== undefined || state === 'sealing'} onInput={(event) => setPassphrase(event.currentTarget.value)} />
      <p class="quiet" id="move-made">{isShort ? words.short(counted(MIN_PASSPHRASE, host.locale)) : words.made}</p>
      {!sealed && <button type="submit" disabled={isShort || state === 'sealing'}>{state === 'sealing' ? words.sealing : words.make}</button>}
      {sealed && <Sealed file={sealed.file} host={host} onLeave={(use) => void leave(sealed, use)} />}
      {typeof state === 'object' && 'failed' in state && <p class="notice warn" role="alert">{state.failed}</p>}
    </form>
  );
}

/** A file out of pasted text: as base64 it holds the whole, as frames each line a part. */
function fromText(text: string): Uint8Array | undefined {
  const frames = gatherer();
  frames.add(text);
  return frames.file() ?? (text.trim() === '' ? undefined : fromBase64(text.replace(/\s+/g, '')));
}

function In({ host, onMoved }: Omit<MoveProps, 'isKnown'>) {
  const words = moveBook.words();
  const [file, setFile] = useState<Uint8Array | undefined>(undefined);
  const [passphrase, setPassphrase] = useState('');
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean } | 'opening' | undefined>(undefined);
  const text = useRef<HTMLTextAreaElement>(null);
  const take = (found: Uint8Array | undefined): void => {
    setFile(found);
    setSaid(undefined);
  };
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    take(undefined); // until this one is read there is none: never the one before it
    if (chosen.size > MAX_ENVELOPE_BYTES) return setSaid({ text: words.faults['too-large'], isBad: true });
    return take(new Uint8Array(await chosen.arrayBuffer()));
  };
  const bring = async (): Promise<void> => {
    if (!file) return;
    setSaid('opening');
    const opened = await open(file, passphrase, host.shop);
    const moved = opened.ok ? await host.moveIn(opened.value) : opened;
    if (!moved.ok) return setSaid({ text: `${moveFault(moved.fault)} ${words.same}`, isBad: true });
    const reports = counted(moved.value.reports, host.locale);
    setSaid({ text: moved.value.isOlderThanNo ? words.older(reports) : words.done(counted(moved.value.events, host.locale), reports), isBad: moved.value.isOlderThanNo });
    setPassphrase('');
    return onMoved();
  };
  return (
    <form class="half" aria-labelledby="move-in" onSubmit={(event) => { event.preventDefault(); void bring(); }}>
      <h4 id="move-in">{words.in}</h4>
      <p class="quiet">{words.inLead}</p>
      <label for="move-file">{words.file}</label>
      <input id="move-file" type="file" accept=".hbmove,application/octet-stream" onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      <Camera locale={host.locale} onFile={take} />
      <label for="move-text">{words.paste}</label>
      <textarea id="move-text" ref={text} dir="ltr" rows={2} spellcheck={false} onInput={(event) => take(fromText(event.currentTarget.value))} />
      {file && <p class="quiet" role="status">{words.have(formatBytes(file.length, host.locale))}</p>}
      <label for="move-open">{words.passphrase}</label>
      <input id="move-open" type="text" dir="ltr" autocomplete="off" autocapitalize="off" spellcheck={false} value={passphrase} onInput={(event) => setPassphrase(event.currentTarget.value)} />
      <button type="submit" disabled={!file || passphrase.trim() === '' || said === 'opening'}>{said === 'opening' ? words.opening : words.bring}</button>
      {typeof said === 'object' && <p class={said.isBad ? 'notice warn' : 'notice'} role="alert">{said.text}</p>}
    </form>
  );
}

/** Takes a profile to another device, or brings one from there. */
export function Move({ isKnown, ...props }: MoveProps) {
  const spoken = useWords(moveBook, props.host.locale);
  if (!spoken) return <div class="ghost short" />;
  if (!isKnown) return <p class="empty">{moveBook.words().needsYes}</p>;
  return (
    <div class="halves">
      <Out {...props} />
      <In {...props} />
    </div>
  );
}

/** Says, as long as it holds, that she moved from this browser. */
export function Moved({ host: { locale, nowMs, consent }, untilMs }: { readonly host: Pick<PanelHost, 'locale' | 'nowMs' | 'consent'>; readonly untilMs: number }) {
  const isDue = untilMs > nowMs() && consent.offered.includes('federate');
  return useWords(moveBook, locale) && isDue ? <p class="notice"><Icon name="pause" />{moveBook.words().moved(formatDate(untilMs, locale))}</p> : null;
}
