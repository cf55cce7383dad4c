import type { Blocked, DebugConfig } from './facts.ts';

/** Where the parts of one shop's embed line are. */
export type Places = Pick<DebugConfig, 'catalogueUrl' | 'leaderUrl' | 'workerUrl'> & {
  /** Address of the tag's own file. */
  readonly script: string;
  /** Origins of product pictures. */
  readonly pictures: readonly string[];
};

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

/** Whether a policy's report is about something of ours: an address of an origin we use for that, or a worker from a blob. */
export function isOurs({ directive, blocked }: Blocked, { script, catalogueUrl, leaderUrl, workerUrl, pictures }: Places): boolean {
  const origin = originOf(blocked);
  switch (directive) {
    case 'worker-src': case 'child-src': return blocked === 'blob' || blocked.startsWith(new URL('./', workerUrl).href);
    case 'connect-src': return [catalogueUrl, leaderUrl, workerUrl].some((address) => address !== '' && blocked.startsWith(originOf(address)));
    case 'img-src': return pictures.includes(origin);
    case 'trusted-types': case 'require-trusted-types-for': return false; // told by the worker's start, which names it
    default: return directive.startsWith('script-src') && (blocked.startsWith(new URL('./', script).href) || blocked.startsWith(new URL('./', workerUrl).href));
  }
}

/** What is lost while `blocked` is kept out. */
export function costOf({ directive }: Blocked): string {
  switch (directive) {
    case 'worker-src': case 'child-src': return 'no worker: shelves show only what is popular, nothing is remembered';
    case 'connect-src': return 'catalogue, worker or leader cannot be loaded: shelves stay hidden, or learn nothing from others';
    case 'img-src': return 'product pictures are replaced by drawn ones';
    default: return 'a part of the tag does not load';
  }
}

/** The source that would let it in, as it stands in a policy. */
export function sourceFor({ directive, blocked }: Blocked, page: string): string {
  if (blocked === 'blob' || blocked === 'blob:') return `${directive} blob:`;
  const origin = originOf(blocked);
  return `${directive.replace(/-elem$/, '')} ${origin === page ? "'self'" : origin}`;
}

interface ViolationBody {
  readonly effectiveDirective?: string;
  readonly blockedURL?: string | null;
  readonly disposition?: string;
}

/**
 * Hears what the page's Content-Security-Policy keeps out, what it kept out before included (Reporting API, where the browser
 * has it). The result stops it.
 */
export function watchPolicy(onBlocked: (blocked: Blocked) => void): () => void {
  const told = new Set<string>();
  const tell = (blocked: Blocked): void => {
    const key = `${blocked.directive} ${blocked.blocked}`;
    if (told.has(key)) return;
    told.add(key);
    onBlocked(blocked);
  };
  const onViolation = (event: SecurityPolicyViolationEvent): void => tell({ directive: event.effectiveDirective, blocked: event.blockedURI, isReportOnly: event.disposition === 'report' });
  document.addEventListener('securitypolicyviolation', onViolation);
  const Observer = (globalThis as { readonly ReportingObserver?: typeof ReportingObserver }).ReportingObserver;
  const observer = Observer && new Observer((reports) => {
    for (const { body } of reports) {
      const { effectiveDirective, blockedURL, disposition } = (body ?? {}) as ViolationBody;
      if (effectiveDirective !== undefined) tell({ directive: effectiveDirective, blocked: blockedURL ?? '', isReportOnly: disposition === 'report' });
    }
  }, { types: ['csp-violation'], buffered: true });
  observer?.observe();
  return () => {
    document.removeEventListener('securitypolicyviolation', onViolation);
    observer?.disconnect();
  };
}
