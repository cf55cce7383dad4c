import { useLayoutEffect } from 'preact/hooks';

/** Asks before the tab leaves what was written and is not saved: with the change, for after the next frame a hidden tab may be long gone. */
export function useLeaveQuestion(isDirty: boolean): void {
  useLayoutEffect(() => {
    if (!isDirty) return undefined;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [isDirty]);
}
