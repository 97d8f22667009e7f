import { Presets, SingleBar } from 'cli-progress';

/** Counts bytes on standard error while work goes on; silent where that is no terminal. */
export interface ProgressBar {
  readonly add: (bytes: number) => void;
  /** Once known; before, only the amount so far is shown. */
  setTotal(bytes: number): void;
  end(): void;
}

const mebibyte = 1024 ** 2;

export function progressBar(what: string): ProgressBar {
  if (!process.stderr.isTTY) return { add() {}, setTotal() {}, end() {} };
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage}% · {value}/{total} MiB · {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      fps: 5,
    },
    Presets.shades_classic,
  );
  let read = 0;
  let total = 0;
  let started = false;
  const show = () => {
    if (!started) bar.start(1, 0);
    started = true;
    bar.setTotal(Math.ceil(Math.max(total, read) / mebibyte));
    bar.update(Math.floor(read / mebibyte));
  };
  return {
    add(bytes) {
      read += bytes;
      show();
    },
    setTotal(bytes) {
      total = bytes;
      show();
    },
    end() {
      if (started) bar.stop();
    },
  };
}
