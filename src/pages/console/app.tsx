import type { JSX } from 'preact';
import type { PageConfig } from '#page/frame';

export function App({ config }: { config: PageConfig }): JSX.Element {
  return <main>{config.shop}</main>;
}
