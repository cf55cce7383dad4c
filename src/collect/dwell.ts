import { MAX_DWELL_MS } from '#core/events';
import { quiet } from './quiet.ts';

/** What a view has come to. */
export interface ViewProgress {
  readonly dwellMs: number;
  readonly scrollShare: number;
}

/** Dwell at which a lasting view reports itself, ms: soon enough to count for the next recommendation, then ever rarer. */
const REPORT_AT_MS = [2_000, 5_000, 12_000, 30_000, 60_000, 120_000, 300_000, MAX_DWELL_MS] as const;

/** Measures visible and focused time and the largest part seen. */
export interface DwellMeter {
  /** Starts again from zero. */
  restart(): void;
  stop(): void;
  progress(): ViewProgress;
}

/**
 * `onReport` runs at growing intervals while time is counted, and when the page is hidden or left.
 *
 * @param signal - ends all listening to the page
 */
export function dwellMeter(page: Window, onReport: () => void, signal: AbortSignal): DwellMeter {
  let isRunning = false;
  let countedMs = 0;
  let countingSinceMs: number | undefined;
  let furthestPx = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLookedAt = (): boolean => page.document.visibilityState === 'visible' && page.document.hasFocus();
  const dwell = (): number => Math.min(MAX_DWELL_MS, Math.round(countedMs + (countingSinceMs === undefined ? 0 : page.performance.now() - countingSinceMs)));
  const schedule = (): void => {
    clearTimeout(timer);
    const next = REPORT_AT_MS.find((at) => at > dwell());
    if (countingSinceMs === undefined || next === undefined) return;
    timer = setTimeout(quiet(() => {
      onReport();
      schedule();
    }), next - dwell() + 1);
  };
  const look = quiet((): void => {
    if (!isRunning) return;
    if (isLookedAt()) {
      countingSinceMs ??= page.performance.now();
    } else if (countingSinceMs !== undefined) {
      countedMs = dwell();
      countingSinceMs = undefined;
      onReport();
    }
    schedule();
  });
  const leave = quiet((): void => {
    if (isRunning) onReport();
  });
  const onScroll = (): void => {
    furthestPx = Math.max(furthestPx, page.scrollY);
  };
  page.document.addEventListener('visibilitychange', look, { signal });
  page.addEventListener('focus', look, { signal });
  page.addEventListener('blur', look, { signal });
  page.addEventListener('pagehide', leave, { signal });
  page.addEventListener('scroll', onScroll, { passive: true, signal });
  return {
    restart() {
      isRunning = true;
      countedMs = 0;
      countingSinceMs = undefined;
      furthestPx = page.scrollY;
      look();
    },
    stop() {
      isRunning = false;
      countingSinceMs = undefined;
      clearTimeout(timer);
    },
    progress() {
      const height = Math.max(1, page.document.documentElement.scrollHeight);
      return { dwellMs: dwell(), scrollShare: Math.min(1, (furthestPx + page.innerHeight) / height) };
    },
  };
}
