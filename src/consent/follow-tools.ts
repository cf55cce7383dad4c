import type { ConsentTool } from '#core/consent';
import type { Consent } from './consent.ts';

/** What consent tools leave on a page's `window`. Any of it may be missing, late, or something else. */
export interface ToolWindow {
  dataLayer?: unknown;
  __tcfapi?: unknown;
  Shopify?: { readonly customerPrivacy?: unknown; readonly loadFeatures?: unknown } | null;
}

/** When to look again for a tool that loads late, ms after the start: after this a shop says `data-consent="external"`. */
const LOOKS_MS = [250, 1_000, 3_000, 8_000];

/** Whether an entry of `dataLayer` is a consent command, as `gtag` pushes it; one that cannot be read is none. */
function isConsentCommand(entry: object): entry is ArrayLike<unknown> {
  try {
    return (entry as ArrayLike<unknown>)[0] === 'consent';
  } catch {
    return false;
  }
}

/** Consent tools that stand on the page now. */
function toolsOn({ __tcfapi: tcf, Shopify: shopify }: ToolWindow, hasCommands: boolean): readonly ConsentTool[] {
  const tools: ConsentTool[] = [];
  if (hasCommands) tools.push('consent-mode');
  if (typeof tcf === 'function') tools.push('tcf');
  if (typeof (shopify?.customerPrivacy ?? shopify?.loadFeatures) === 'object' || typeof shopify?.loadFeatures === 'function') tools.push('shopify');
  return tools;
}

/** Whether a consent command takes `local` back: the one thing that cannot wait for the file that hears the rest. */
function takesBack(command: ArrayLike<unknown>): boolean {
  if (command[1] !== 'update') return false;
  return (command[2] as { readonly personalization_storage?: unknown } | undefined)?.personalization_storage === 'denied';
}

/**
 * Runs `onPush` after each push onto the list; the page's own push runs first and its result is what the page gets. Not one
 * tap with the collector's, which is a part that comes with a yes: refusals are heard from the page's first moment on, and
 * before any event that stands in the same push.
 */
function afterPush(list: unknown[], onPush: (entries: readonly unknown[]) => void): void {
  const push: unknown = list.push;
  if (typeof push !== 'function') return;
  list.push = function heard(this: unknown, ...entries: unknown[]): number {
    const length: unknown = Reflect.apply(push, this, entries);
    onPush(entries);
    return length as number;
  };
}

/**
 * Takes consent commands out of what a page pushes: each entry once, however often its list is made anew, and what was
 * pushed also where the list lost it at once, since Google Tag Manager keeps the last 300 and shops empty it.
 */
function commandReader(onCommand: (command: ArrayLike<unknown>) => void): (list: unknown, pushed: readonly unknown[]) => void {
  const read = new WeakSet<object>();
  return (list, pushed) => {
    for (const entry of pushed) read.delete(entry as object); // pushed again, it is said again
    for (const entry of [...(Array.isArray(list) ? (list as unknown[]) : []), ...pushed]) {
      if (typeof entry !== 'object' || entry === null || read.has(entry)) continue;
      read.add(entry);
      if (isConsentCommand(entry)) onCommand(entry);
    }
  };
}

/**
 * Looks for consent tools and hears the ones that are there. What hears them is a file of its own, for a page without a
 * tool needs none of it; where that file does not come, nothing is granted on this page, since a refusal could not be heard.
 *
 * @returns looks whether the page made a new `dataLayer`, which costs nothing where it has not: to be called before anything is read or kept
 */
export function followTools(consent: Pick<Consent, 'expect' | 'dismiss' | 'hear' | 'deafen'>, window: Window): () => void {
  const page = window as unknown as ToolWindow;
  const tapped = new Set<unknown>();
  /** Not yet heard, oldest first. */
  const commands: ArrayLike<unknown>[] = [];
  const read = commandReader((command) => commands.push(command));
  let hearing: { look(): boolean } | 'on its way' | undefined;
  const load = async (): Promise<void> => {
    const { hearTools } = await import('./tools.ts');
    hearing = hearTools(consent, { page, window, commands });
    consent.deafen(!look([]));
  };
  /** Gives whether a refusal would be heard. */
  const look = (pushed: readonly unknown[]): boolean => {
    try {
      const list = (page.dataLayer ??= []);
      if (Array.isArray(list) && !tapped.has(list)) afterPush(list, follow);
      tapped.add(list);
      read(list, pushed);
      // Not a turn later: what a page pushes next may be an event that the refusal before it forbids.
      if (typeof hearing === 'object') return hearing.look();
      const tools = toolsOn(page, commands.length > 0);
      if (tools.length > 0 && !hearing) {
        for (const tool of tools) consent.expect(tool);
        hearing = 'on its way';
        load().catch(() => consent.deafen(true));
      }
      return !commands.some(takesBack);
    } catch {
      // A page may answer anything where a tool is looked for; where none was found, there is none to be heard.
      return !hearing;
    }
  };
  const follow = (pushed: readonly unknown[] = []): void => {
    if (!look(pushed)) consent.deafen(true);
  };
  follow();
  for (const delayMs of LOOKS_MS) window.setTimeout(() => follow(), delayMs);
  for (const moment of ['DOMContentLoaded', 'load']) window.addEventListener(moment, () => follow());
  return () => {
    try {
      if (!tapped.has(page.dataLayer)) follow();
    } catch {
      follow();
    }
  };
}
