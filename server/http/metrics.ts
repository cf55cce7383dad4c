import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a cached file to a batch of 100 reports. */
const LATENCY_BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

/** Label of a process that serves several shops; absent from one that serves one. */
const SHOP = 'shop';

/** What shows that somebody came is rounded down to this, so that nobody can watch a single report arrive. */
export const COUNT_STEP = 10;

/** Counters of one process, in Prometheus text. Labels are fixed words only: no id, address or path a caller chose ever becomes a label. */
export interface Metrics {
  /** Adds `by` to a counter; `labels` must always have the same keys for one name. */
  count(name: string, help: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  set(name: string, help: string, value: number, labels?: Readonly<Record<string, string>>): void;
  observeSeconds(route: string, seconds: number): void;
  /** The same counters, each with the label `shop`: for a process that serves several. @param shop - a word that the operator chose */
  ofShop(shop: string): Metrics;
  /** Prometheus text. Numbers of visits and reports are rounded down; refusals, which say that something is wrong, are exact. */
  text(): Promise<string>;
}

/** Metrics of this process under names that begin with `homebird_`. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const latency = new Histogram({ name: 'homebird_http_seconds', help: 'Time to answer, by route', labelNames: ['route', SHOP], buckets: LATENCY_BUCKETS, registers: [registry] });
  registry.registerMetric(new Gauge({ name: 'homebird_resident_bytes', help: 'Memory the process holds', registers: [], collect() { this.set(process.memoryUsage.rss()); } }));
  const under = (own: Readonly<Record<string, string>>): Metrics => ({
    count(name, help, labels = {}, by = 1) {
      const counter = counters.get(name) ?? new Counter({ name: `homebird_${name}`, help, labelNames: [...Object.keys(labels), SHOP], registers: [registry] });
      counters.set(name, counter);
      counter.inc({ ...labels, ...own }, by);
    },
    set(name, help, value, labels = {}) {
      const gauge = gauges.get(name) ?? new Gauge({ name: `homebird_${name}`, help, labelNames: [...Object.keys(labels), SHOP], registers: [registry] });
      gauges.set(name, gauge);
      gauge.set({ ...labels, ...own }, value);
    },
    observeSeconds(route, seconds) {
      latency.observe({ route, ...own }, seconds);
    },
    ofShop: (shop) => under({ [SHOP]: shop }),
    text: async () => coarse(await registry.metrics()),
  });
  return under({});
}

/** Counts down to tens; summed seconds to whole ones, because every request adds a fraction. */
function coarse(text: string): string {
  const down = (value: string, step: number): string => String(Math.floor(Number(value) / step) * step);
  return text
    .replaceAll(/^(homebird_(?:reports_total|http_requests_total|http_seconds_bucket|http_seconds_count)(?:\{.*\})?) (\S+)$/gm, (_line, name: string, value: string) => `${name} ${down(value, COUNT_STEP)}`)
    .replaceAll(/^(homebird_http_seconds_sum(?:\{.*\})?) (\S+)$/gm, (_line, name: string, value: string) => `${name} ${down(value, 1)}`);
}
