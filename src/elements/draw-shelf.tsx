import { drawing } from './drawing.ts';
import type { Drawing } from './element.ts';
import type { ElementHost } from './host.ts';
import { requestOf } from './shelf-data.ts';
import { shelfStyle } from './shelf-style.ts';
import { Shelf } from './shelf.tsx';

/** `<homebird-shelf>`. */
export function shelfDrawing(host: ElementHost): Drawing {
  return drawing([shelfStyle], (element) => <Shelf host={host} request={requestOf((name) => element.getAttribute(name))} heading={element.getAttribute('heading') ?? ''} />);
}
