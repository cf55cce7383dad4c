import { drawing, type Drawing } from '#page/elements';
import { Assistant } from './assistant.tsx';
import { assistantStyle } from './style.ts';
import type { AssistantHost } from './host.ts';

/** `<homebird-assistant>`. */
export function assistantDrawing(host: AssistantHost): Drawing {
  return drawing([assistantStyle], (element) => <Assistant host={host} element={element} />);
}
