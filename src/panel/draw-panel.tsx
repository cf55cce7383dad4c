import { drawing, switchStyle, type Drawing } from '#page/elements';
import type { PanelHost } from './host.ts';
import { Panel, panelStyle } from './panel.tsx';

/** `<homebird-privacy>`. */
export function panelDrawing(host: PanelHost): Drawing {
  return drawing([switchStyle, panelStyle], () => <Panel host={host} />);
}
