/** What the page's policy refused while a worker was started. */
export interface Refusals {
  /** The directive that would have to be added, undefined where no policy refused anything. @param isOwn - whether the worker's file is of the page's origin */
  missing(isOwn: boolean): Promise<string | undefined>;
  stop(): void;
}

/** Listens from now on. */
export function refusals(page: Document): Refusals {
  const seen: SecurityPolicyViolationEvent[] = [];
  const hear = (event: SecurityPolicyViolationEvent): void => void seen.push(event);
  page.addEventListener('securitypolicyviolation', hear);
  return {
    async missing(isOwn) {
      // A refusal is told after what it refused has failed.
      await new Promise((resolve) => { setTimeout(resolve, 0); });
      const all = seen.flatMap((event) => directiveFor(event, isOwn) ?? []);
      return all.at(0);
    },
    stop: () => page.removeEventListener('securitypolicyviolation', hear),
  };
}

/** What a policy would have to say for that to be allowed; undefined for what is not ours. */
function directiveFor({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent, isOwn: boolean): string | undefined {
  switch (effectiveDirective) {
    case 'worker-src': return isOwn ? `worker-src 'self'` : 'worker-src blob:';
    case 'connect-src': return blockedURI.includes('homebird-worker') ? `connect-src ${new URL(blockedURI).origin}` : undefined;
    case 'trusted-types': return 'trusted-types homebird';
    default: return undefined;
  }
}
