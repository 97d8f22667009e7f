/** What may be under way at once, in bytes and pieces. One taker at a time. */
export interface Credit {
  /** Waits until there is room; a piece larger than all the credit goes when nothing else is under way. */
  take(bytes: number): Promise<void>;
  give(bytes: number): void;
  /** Lets a waiting taker go, whatever is under way. */
  open(): void;
}

export function createCredit(bytesMax: number, piecesMax: number): Credit {
  let bytesOut = 0;
  let piecesOut = 0;
  let waiter: { readonly bytes: number; resolve(): void } | undefined;

  const hasRoom = (bytes: number) =>
    piecesOut === 0 || (piecesOut < piecesMax && bytesOut + bytes <= bytesMax);

  function wake(): void {
    const woken = waiter;
    waiter = undefined;
    woken?.resolve();
  }

  return {
    async take(bytes) {
      if (!hasRoom(bytes)) {
        await new Promise<void>((resolve) => {
          waiter = { bytes, resolve };
        });
      }
      bytesOut += bytes;
      piecesOut += 1;
    },
    give(bytes) {
      bytesOut -= bytes;
      piecesOut -= 1;
      if (waiter !== undefined && hasRoom(waiter.bytes)) wake();
    },
    open: wake,
  };
}
