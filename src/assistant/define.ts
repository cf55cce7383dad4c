import { defineElement } from '#page/elements';
import type { AssistantHost } from './host.ts';

/** Defines `<homebird-assistant contact item label>`, whose code is fetched only by pages that show one. */
export function defineAssistant(host: AssistantHost): void {
  defineElement('homebird-assistant', { attributes: ['contact', 'item', 'label'], waiting: () => '', load: async () => (await import('./draw-assistant.tsx')).assistantDrawing(host) });
}
