import type { AskContext, AssistantAnswer } from '#core/contract';
import type { Fault, Result } from '#core/units';
import type { ElementHost } from '#page/elements';

/** What the assistant asks of the tag that defined it. */
export interface AssistantHost extends Pick<ElementHost, 'locale' | 'products' | 'address' | 'picture'> {
  ask(question: string, context: AskContext): Promise<Result<AssistantAnswer, Fault>>;
}
