import type { AskContext, AssistantAnswer } from '#core/contract';
import type { ItemId, ProductCard } from '#core/catalogue';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssistantHost } from './host.ts';

/** A question and what came of it; `answer` is undefined while it is looked up, null where the assistant cannot be used. */
export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly answer: AssistantAnswer | null | undefined;
  readonly products: readonly ProductCard[];
}

/** The talk of one visit to the dialog: in this page's memory, and nowhere else. */
export interface Conversation {
  readonly turns: readonly Turn[];
  /** Questions to begin with; none before they are known, null where the assistant cannot be used. */
  readonly openings: readonly string[] | null;
  ask(question: string): void;
  clear(): void;
}

/** Begins to load what answers when `isOpen` first: before, nobody asked for it. */
export function useConversation(host: AssistantHost, isOpen: boolean, itemId: string | null): Conversation {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [openings, setOpenings] = useState<readonly string[] | null>([]);
  const asked = useRef(0);
  const contextOf = (before: readonly Turn[]): AskContext => ({
    language: host.locale, ...(itemId !== null && itemId !== '' && { itemId: itemId as ItemId }),
    turns: before.slice(-3).map(({ question, answer }) => ({ question, items: answer?.items ?? [] })),
  });
  useEffect(() => {
    if (!isOpen) return;
    const open = async (): Promise<void> => {
      const answer = await host.ask('', contextOf([]));
      setOpenings(answer.ok ? answer.value.suggestions : null);
    };
    void open();
  }, [isOpen, host.locale]);
  const answer = async (turn: Turn, before: readonly Turn[]): Promise<void> => {
    const said = await host.ask(turn.question, contextOf(before));
    const cards = said.ok && said.value.items.length > 0 ? await host.products(said.value.items) : undefined;
    const done: Turn = { ...turn, answer: said.ok ? said.value : null, products: cards?.ok ? cards.value : [] };
    setTurns((now) => now.map((other) => (other.id === turn.id ? done : other)));
  };
  return {
    turns,
    openings,
    ask(question) {
      asked.current += 1;
      const turn: Turn = { id: asked.current, question, answer: undefined, products: [] };
      void answer(turn, turns);
      setTurns([...turns, turn]);
    },
    clear: () => setTurns([]),
  };
}

/** The talk as text, for whoever she hands it to. */
export function transcriptOf(turns: readonly Turn[]): string {
  return turns.map(({ question, answer, products }) => `> ${question}\n${answer?.text || products.map(({ title }) => title).join('\n') || '–'}`).join('\n\n');
}
