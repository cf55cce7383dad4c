import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

/** A colour of the page, by the ink that `console.css` names. */
export function colourOf(box: HTMLElement, name: string): string {
  const probe = box.querySelector(`.ink-${name}`);
  return probe ? getComputedStyle(probe).color : '#000';
}

/** Axis lines and figures in the page's own inks. */
export function axisOf(box: HTMLElement): uPlot.Axis {
  return { stroke: colourOf(box, 'soft'), grid: { stroke: colourOf(box, 'line'), width: 1 }, ticks: { show: false }, font: `12px ${getComputedStyle(box).fontFamily}` };
}

/** The legend says the newest figures unless the pointer asks for others. */
export function showNewest(plot: uPlot): void {
  const newest = plot.data[0].length - 1;
  if (plot.legend.idx == null && newest >= 0) plot.setLegend({ idx: newest }, false);
}

/** What a plot draws; `what` names it, and changes with it. */
interface PlotProps {
  readonly what: string;
  readonly height: number;
  readonly data: uPlot.AlignedData;
  readonly optionsFor: (box: HTMLElement, width: number) => uPlot.Options;
  /** The same as a table, for those who do not see it. */
  readonly children: ComponentChildren;
}

/** A chart as wide as its panel, drawn again where the page's colours change. */
export function Plot({ what, height, data, optionsFor, children }: PlotProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let plot: uPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      plot = new uPlot(optionsFor(element, element.clientWidth), data, element);
    };
    draw();
    const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [what]);
  return (
    <figure class="chart">
      <div ref={box} class="chart-box" aria-hidden="true"><i class="ink-accent" /><i class="ink-soft" /><i class="ink-line" /><i class="ink-ground" /><i class="ink-band" /></div>
      {children}
    </figure>
  );
}
