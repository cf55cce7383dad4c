import { counted } from '#page/words';
import { erasedBook } from './erased-words.ts';
import type { PanelHost } from './host.ts';

type Erased = Extract<Awaited<ReturnType<PanelHost['forget']>>, { readonly ok: true }>['value'];

/** What was erased, and what the ledger still holds. */
export async function erasedWords({ deletedEvents, verifiedEmpty }: Erased, host: Pick<PanelHost, 'spent' | 'locale'>): Promise<string> {
  await erasedBook.open(host.locale);
  const words = erasedBook.words();
  const count = counted(deletedEvents, host.locale);
  if (!verifiedEmpty) return words.erasedUnsure(count);
  const left = await host.spent();
  if (!left.ok) return words.erasedUnseen(count);
  const { uploads, hasCheckpoint, movedOutUntilMs } = left.value;
  const moved = movedOutUntilMs === null ? '' : ` ${words.erasedMoved}`;
  if (uploads.length > 0) return words.erasedSpent(count, counted(uploads.length, host.locale)) + moved;
  return (hasCheckpoint ? words.erasedLog(count) : moved === '' ? words.erased(count) : words.erasedOnly(count)) + moved;
}
