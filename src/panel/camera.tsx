import { gatherer } from '#core/transfer';
import { useEffect, useRef, useState } from 'preact/hooks';
import { moveBook } from './move-words.ts';

/** Part of the Shape Detection API that some browsers have; where it is not there, no camera is offered. */
interface CodeReader {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type CodeReaderClass = new (options: { readonly formats: readonly string[] }) => CodeReader;

/** Between two looks at the picture, ms: twice for each code of the sequence. */
const LOOK_EVERY_MS = 120;

interface CameraProps {
  readonly locale: string;
  onFile(file: Uint8Array): void;
}

function Looking({ locale, onFile, onStop }: CameraProps & { readonly onStop: (isDenied: boolean) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [progress, setProgress] = useState({ got: 0, of: 0 });
  useEffect(() => {
    let stream: MediaStream | undefined;
    const life = new AbortController();
    const reader = new (globalThis as unknown as { readonly BarcodeDetector: CodeReaderClass }).BarcodeDetector({ formats: ['qr_code'] });
    const frames = gatherer();
    const look = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const element = video.current;
      if (life.signal.aborted || !element) return stop();
      element.srcObject = stream;
      await element.play();
      while (!life.signal.aborted) {
        for (const { rawValue } of await reader.detect(element)) frames.add(rawValue);
        setProgress(frames.progress());
        const file = frames.file();
        if (file) {
          onFile(file);
          return onStop(false);
        }
        await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
      }
      return undefined;
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    look().catch(() => onStop(true));
    return () => {
      life.abort();
      stop();
    };
  }, []);
  const words = moveBook.words();
  const digits = new Intl.NumberFormat(locale);
  return (
    <>
      <video ref={video} muted playsInline aria-hidden="true" />
      <p class="quiet" role="status">{progress.of === 0 ? words.cameraNone : words.cameraLook(digits.format(progress.got), digits.format(progress.of))}</p>
    </>
  );
}

/** Reads codes with the device's camera, where the browser can. The picture goes nowhere. */
export function Camera({ locale, onFile }: CameraProps) {
  const words = moveBook.words();
  const [state, setState] = useState<'off' | 'on' | 'denied'>('off');
  if (!('BarcodeDetector' in globalThis) || !('mediaDevices' in navigator)) return null;
  return (
    <div class="camera">
      <button type="button" onClick={() => setState(state === 'on' ? 'off' : 'on')}>{state === 'on' ? words.cameraStop : words.camera}</button>
      {state === 'on' && <Looking locale={locale} onFile={onFile} onStop={(isDenied) => setState(isDenied ? 'denied' : 'off')} />}
      {state === 'denied' && <p class="notice warn" role="alert">{words.cameraDenied}</p>}
    </div>
  );
}
