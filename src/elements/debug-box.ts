import type { Profile } from '#core/contract';
import type { Fault, Result } from '#core/units';
import type { ElementHost } from './host.ts';
import { sheet } from './sheet.ts';

/** How often the box reads again, ms: engines change without a notice. */
const READ_EVERY_MS = 2000;

const debugStyle = sheet(':host{position:fixed;inset-block-end:8px;inset-inline-end:8px;z-index:2147483647}pre{margin:0;padding:8px 10px;border-radius:6px;background:#1c2320;color:#e8efe9;font:12px/1.5 ui-monospace,monospace;white-space:pre-wrap;max-inline-size:44ch}');

/** A box in the corner of the page that says which engine ranks here, what it took, and with which models. For whoever installs Homebird. */
export function placeDebugBox({ profile }: Pick<ElementHost, 'profile'>, worker: () => Promise<string>): void {
  const element = document.createElement('div');
  element.dataset['homebird'] = 'debug';
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [debugStyle()];
  const box = document.createElement('pre');
  root.append(box);
  document.body.append(element);
  const read = async (): Promise<void> => {
    if (document.hidden) return;
    box.textContent = debugText(await worker(), await profile());
  };
  void read();
  setInterval(() => void read(), READ_EVERY_MS);
}

/** What the box says, a fact a line. */
export function debugText(worker: string, profile: Result<Profile, Fault>): string {
  if (!profile.ok) return `worker  ${worker}\nno history  ${profile.fault.message}`;
  const { backend, events, models, leaderFault } = profile.value;
  const of = (kind: keyof typeof models): string => (models[kind] ? `round ${models[kind].round}, ${models[kind].hash.slice(0, 8)}` : 'none');
  return [`worker  ${worker}`, `engine  ${backend} (one ranking and one training step)`, `mix     ${of('mix')}`, `t11     ${of('t11')}`, `pairs   ${of('pairs')}`, `events  ${events}`, ...(leaderFault ? [`leader  ${leaderFault.message}`] : [])].join('\n');
}
